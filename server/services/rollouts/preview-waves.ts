/** Which hosts the waves of a plan would take, as hosts and policies stand now. Nothing is written. */

import type { Policy } from '~/domain/policy-model'
import type { RolloutPlan } from '~/domain/rollout'
import { chooseMembers } from '~/domain/rollout-members'
import type { ServiceContext } from '../context'
import { farmFactsNow, type JudgedHost } from '../policies/draft-rows'
import { changedHosts } from '../policies/host-effect'
import type { WavePreview } from '../views/rollout-view'
import { isOnline } from './read-snapshot'

const NAMES_SHOWN = 5

/** @param revision the one that it would become: by it hosts are dealt out, so that the same ones go first */
export async function previewWaves(
  ctx: ServiceContext,
  policies: Policy[],
  waves: RolloutPlan['waves'],
  revision: number,
): Promise<WavePreview[]> {
  const [farm, { hosts: standings }] = await Promise.all([farmFactsNow(ctx), ctx.standings.read(ctx)])
  const seen = new Map(standings.map(({ id, seenMs }) => [id, seenMs]))
  const online = (id: string) => isOnline(ctx, { id, seenAt: new Date(seen.get(id) ?? 0) })
  const facts = new Map(farm.hosts.map((host) => [host.id, host.facts]))
  const changed = changedHosts(policies, farm)
  let rest = changed.flatMap(({ id, to }) => {
    const host = facts.get(id)
    return host ? [{ id, to, online: online(id), ...groupOf(host) }] : []
  })
  let reached = 0
  return waves.map((target) => {
    const chosen = new Set(chooseMembers(target, rest, reached, revision))
    rest = rest.filter(({ id }) => !chosen.has(id))
    reached += chosen.size
    const names = [...chosen].map((id) => facts.get(id)?.name ?? id).sort()
    return { hosts: names.length, names: names.slice(0, NAMES_SHOWN) }
  })
}

const groupOf = ({ tags, deliveryGroup }: JudgedHost['facts']) => ({ tags, deliveryGroup })
