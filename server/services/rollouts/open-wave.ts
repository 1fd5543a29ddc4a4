/** A wave opens: its hosts are chosen from those that are there now, and given their tickets. */

import type { Policy } from '~/domain/policy-model'
import { chooseMembers } from '~/domain/rollout-members'
import { type Before, failedSettings } from '~/domain/rollout-standing'
import { recordAudit } from '../../repositories/audit'
import type { Db } from '../../repositories/db'
import { changeRollout, markWave, type RolloutRecord } from '../../repositories/rollout'
import {
  type MemberState,
  moveAhead,
  noteRolloutHosts,
  openForHosts,
  readMemberStates,
} from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { readFarmFacts } from '../policies/draft-rows'
import { changedHosts } from '../policies/host-effect'
import { policiesOf } from '../policies-in-force'
import { type ResolvedHosts, resolveHosts } from '../resolve-hosts'
import { isOnline } from './read-snapshot'

export const SYSTEM = { kind: 'system', id: null } as const

/** Call it inside a transaction that holds the farm lock for itself. */
export async function openWave(
  tx: Db,
  ctx: ServiceContext,
  rollout: RolloutRecord,
  place: number,
): Promise<ResolvedHosts> {
  const { id, revision, plan } = rollout
  const policies = await policiesOf(tx, revision)
  const { chosen, members } = await choose(tx, ctx, rollout, place, policies)
  const { apply } = plan
  const resolved = await resolveHosts(tx, ctx, { revision, policies, hostIds: chosen, locked: true, apply })
  const now = ctx.clock.now()
  const opened = resolved.changed.map(({ id: hostId, generation }) => {
    const member = members.get(hostId)
    const before: Before = {
      failed: failedSettings(member?.applied ?? null),
      bindFailures: 0,
      discrepancies: member?.unlike.length ?? 0,
      hash: member?.wantedHash ?? null,
    }
    return { id: hostId, generation, before }
  })
  await openForHosts(tx, id, place, opened, now)
  await moveAhead(tx, chosen, revision)
  await markWave(tx, id, place, { openedAt: now })
  if (rollout.state === 'scheduled') await changeRollout(tx, id, { state: 'running' })
  await recordAudit(tx, {
    actor: SYSTEM,
    action: 'rollout.open-wave',
    object: { kind: 'rollout', id },
    after: { revision, wave: place + 1, of: plan.waves.length, hosts: opened.length },
  })
  return resolved
}

/** Resolved anew: hosts that joined, or changed, since the revision was published are among them. */
async function choose(
  tx: Db,
  ctx: ServiceContext,
  { id, revision, plan }: RolloutRecord,
  place: number,
  policies: Policy[],
): Promise<{ chosen: string[]; members: ReadonlyMap<string, MemberState> }> {
  const target = plan.waves[place]
  const { hosts, ...rules } = await readFarmFacts(tx)
  const facts = new Map(hosts.map((host) => [host.id, host.facts]))
  const changed = changedHosts(policies, { hosts, ...rules })
  const to = new Map(changed.map((host) => [host.id, host.to]))
  await noteRolloutHosts(tx, id, [...to.keys()])
  const members = await readMemberStates(tx, id)
  const reached = members.filter(({ wave }) => wave !== null).length
  const candidates = members.flatMap((member) => {
    const hash = to.get(member.id)
    const host = facts.get(member.id)
    if (hash === undefined || !host || member.wave !== null) return []
    const { tags, deliveryGroup } = host
    return [{ id: member.id, online: isOnline(ctx, member), tags, deliveryGroup, to: hash }]
  })
  return {
    chosen: target ? chooseMembers(target, candidates, reached, revision) : [],
    // As they stand before they are told anything.
    members: new Map(members.map((member) => [member.id, member])),
  }
}
