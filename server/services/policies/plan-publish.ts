import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies } from '~/domain/policy-diff'
import type { Db } from '../../repositories/db'
import { readFarm } from '../../repositories/farm-row'
import { findHead } from '../../repositories/revision'
import { countOpenSessions } from '../../repositories/revision-impact'
import { findOpenRollout } from '../../repositories/rollout'
import { countReached } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { listWarnings } from '../discovery/lint-lists'
import type { PublishPlan } from '../views/policy-view'
import { draftWarnings, farmFactsNow } from './draft-rows'
import { changedHosts } from './host-effect'
import { readDraft } from './read-draft'

/** What publishing the draft now would change: policies, hosts, and sessions on those hosts. Nothing is written. */
export async function planPublish(ctx: ServiceContext): Promise<PublishPlan> {
  const { database } = ctx
  const head = await findHead(database)
  const policies = await readDraft(database)
  const farm = await farmFactsNow(ctx)
  const problems = checkPolicies(policies)
  // Policies that break a rule resolve to nothing worth counting.
  const hosts = problems.length > 0 ? [] : changedHosts(policies, farm).map(({ id }) => id)
  return {
    baseRevision: head?.number ?? 0,
    changes: diffPolicies(head?.policies ?? [], policies),
    hosts: hosts.length,
    sessions: await countOpenSessions(database, hosts),
    warnings:
      problems.length > 0
        ? []
        : [...draftWarnings(policies, farm), ...(await listWarnings(database, policies))],
    problems: problems.slice(0, 50),
    approveAbove: (await readFarm(database)).approveAboveHosts,
    openRollout: await openRollout(database),
  }
}

async function openRollout(db: Db): Promise<PublishPlan['openRollout']> {
  const open = await findOpenRollout(db)
  if (!open) return null
  const { id, revision } = open
  return { id, revision, reached: (await countReached(db, [id])).get(id) ?? 0 }
}
