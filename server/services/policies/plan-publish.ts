import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies } from '~/domain/policy-diff'
import type { Db } from '../../repositories/db'
import { readFarm } from '../../repositories/farm-row'
import { findHead } from '../../repositories/revision'
import { countOpenSessions } from '../../repositories/revision-impact'
import { findOpenRollout } from '../../repositories/rollout'
import { countReached } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { seenOnFarm } from '../discovery/lint-lists'
import type { PublishPlan } from '../views/policy-view'
import { addedWarnings } from './added-warnings'
import { farmFactsNow, type JudgedHost } from './draft-rows'
import { changedHosts, type HostChange } from './host-effect'
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
  const changed = isSound ? changedHosts(policies, farm) : []
  const hosts = changed.map(({ id }) => id)
  return {
    baseRevision: head?.number ?? 0,
    changes: diffPolicies(head?.policies ?? [], policies),
    hosts: hosts.length,
    reach: reachOf(changed, farm.hosts),
    sessions: await countOpenSessions(database, hosts),
    warnings: isSound ? addedWarnings(head?.policies ?? [], policies, { farm, seen }) : [],
    problems: problems.slice(0, 50),
    approveAbove: approveAboveHosts,
    openRollout: rollout,
  }
}

const NAMES_SHOWN = 50

/** The hosts that change by their delivery group, the largest first. */
function reachOf(changed: readonly HostChange[], hosts: readonly JudgedHost[]): PublishPlan['reach'] {
  const groupOf = new Map(hosts.map(({ id, facts }) => [id, facts.deliveryGroup ?? null]))
  const groups = new Map<string | null, HostChange[]>()
  for (const host of changed) {
    const group = groupOf.get(host.id) ?? null
    const members = groups.get(group)
    if (members) members.push(host)
    else groups.set(group, [host])
  }
  return [...groups]
    .map(([group, members]) => ({
      group,
      hosts: members.length,
      names: members
        .map(({ id, name }) => ({ id, name }))
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .slice(0, NAMES_SHOWN),
    }))
    .sort((one, other) => other.hosts - one.hosts)
}

async function openRollout(db: Db): Promise<PublishPlan['openRollout']> {
  const open = await findOpenRollout(db)
  if (!open) return null
  const { id, revision } = open
  return { id, revision, reached: (await countReached(db, [id])).get(id) ?? 0 }
}
