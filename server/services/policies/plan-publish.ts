import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies } from '~/domain/policy-diff'
import type { Db } from '../../repositories/db'
import { readFarm } from '../../repositories/farm-row'
import { findHead } from '../../repositories/revision'
import { countOpenSessions } from '../../repositories/revision-impact'
import { findOpenRollout } from '../../repositories/rollout'
import { countReached } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { listWarnings, seenOnFarm } from '../discovery/lint-lists'
import type { PublishPlan } from '../views/policy-view'
import { draftWarnings, farmFactsNow } from './draft-rows'
import { changedHosts } from './host-effect'
import { readDraft } from './read-draft'

/** What publishing the draft now would change: policies, hosts, and sessions on those hosts. Nothing is written. */
export async function planPublish(ctx: ServiceContext): Promise<PublishPlan> {
  const { database } = ctx
  const [head, policies, farm, seen, { approveAboveHosts }, rollout] = await Promise.all([
    findHead(database),
    readDraft(database),
    farmFactsNow(ctx),
    seenOnFarm(database),
    readFarm(database),
    openRollout(database),
  ])
  const problems = checkPolicies(policies)
  const isSound = problems.length === 0
  // Policies that break a rule resolve to nothing worth counting.
  const hosts = isSound ? changedHosts(policies, farm).map(({ id }) => id) : []
  return {
    baseRevision: head?.number ?? 0,
    changes: diffPolicies(head?.policies ?? [], policies),
    hosts: hosts.length,
    sessions: await countOpenSessions(database, hosts),
    warnings: isSound ? [...draftWarnings(policies, farm), ...listWarnings(policies, seen)] : [],
    problems: problems.slice(0, 50),
    approveAbove: approveAboveHosts,
    openRollout: rollout,
  }
}

async function openRollout(db: Db): Promise<PublishPlan['openRollout']> {
  const open = await findOpenRollout(db)
  if (!open) return null
  const { id, revision } = open
  return { id, revision, reached: (await countReached(db, [id])).get(id) ?? 0 }
}
