/** Which hosts a set of policies would change, and how. Resolved once for each class. Nothing is written. */

import { resolveClasses } from '~/domain/class-resolver'
import { configChange } from '~/domain/config-change'
import { canonicalHostConfig, type HostConfig } from '~/domain/host-config'
import type { Policy } from '~/domain/policy-model'
import { sha256 } from '~/protocol/hash'
import { findConfigs } from '../../repositories/bundle'
import type { Db } from '../../repositories/db'
import { openSessionsByHost } from '../../repositories/revision-impact'
import type { HostEffect } from '../views/plan-view'
import type { FarmFacts } from './draft-rows'

export interface HostChange {
  id: string
  name: string
  /** The hash of what it is told now; null before its first ticket. */
  from: string | null
  to: string
  config: HostConfig
}

/** Hosts whose configuration would have another hash than the one they are told to run. */
export function changedHosts(
  policies: Policy[],
  { hosts, rule, allowUnverifiedOs }: FarmFacts,
): HostChange[] {
  return resolveClasses(hosts, { policies, rule, options: { allowUnverifiedOs } }).flatMap(
    ({ config, hosts: alike }) => {
      const to = sha256(canonicalHostConfig(config))
      return alike.flatMap(({ id, facts, wantedHash }) =>
        to === wantedHash ? [] : [{ id, name: facts.name, from: wantedHash, to, config }],
      )
    },
  )
}

/** Equal for the same hosts with the same changes, in whatever order they were read. */
export function effectHash(changed: readonly HostChange[]): string {
  return sha256(
    changed
      .map(({ id, from, to }) => `${id} ${from ?? '-'} ${to}\n`)
      .sort()
      .join(''),
  )
}

const NAMES_SHOWN = 20

/** Hosts that change in the same way, together; the largest group first. */
export async function hostEffects(db: Db, changed: readonly HostChange[]): Promise<HostEffect[]> {
  const sessions = await openSessionsByHost(
    db,
    changed.map(({ id }) => id),
  )
  const groups = new Map<string, HostChange[]>()
  for (const host of changed) {
    const key = `${host.from} ${host.to}`
    const group = groups.get(key)
    if (group) group.push(host)
    else groups.set(key, [host])
  }
  const now = await findConfigs(db, [...new Set(changed.flatMap(({ from }) => (from ? [from] : [])))])
  const effects = [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const names = group.map(({ name }) => name).sort()
    return {
      hosts: group.length,
      names: names.slice(0, NAMES_SHOWN),
      sessions: group.reduce((sum, { id }) => sum + (sessions.get(id) ?? 0), 0),
      isFirst: first.from === null,
      ...configChange(first.from === null ? null : (now.get(first.from) ?? null), first.config),
    }
  })
  return effects.sort((one, other) => other.hosts - one.hosts || firstName(one, other))
}

const firstName = ({ names: [one = ''] }: HostEffect, { names: [other = ''] }: HostEffect) =>
  one < other ? -1 : 1
