/** Classes of hosts that are told the same: one bundle for each, whatever the number of hosts. */

import { parseDn } from './distinguished-name'
import type { HostFacts } from './host-facts'
import { nameIndex } from './name-index'
import type { Policy } from './policy-model'
import { foldName } from './text'

/** Two hosts with equal keys resolve to equal configs under these policies (not under others). */
export function classKey(host: HostFacts, policies: readonly Policy[]): string {
  return classKeyer(policies)(host)
}

/** {@link classKey} for many hosts: the name patterns are gathered once. */
export function classKeyer(policies: readonly Policy[]): (host: HostFacts) => string {
  const patterns = policies.flatMap((policy) =>
    policy.enabled
      ? policy.filters
          .filter((filter) => filter.enabled && filter.type === 'HostName')
          .map((filter) => filter.value)
      : [],
  )
  const fitting = nameIndex(patterns)
  return (host) => keyOf(host, fitting(host.name))
}

function keyOf(host: HostFacts, fitting: readonly number[]): string {
  return JSON.stringify([
    host.os.family,
    host.os.version,
    host.arch ?? '',
    host.cloudHosted === true,
    folded(host.deliveryGroup),
    folded(host.deliveryGroupKind),
    [...new Set(host.tags.map(foldName))].sort(),
    host.ou === undefined ? null : (parseDn(host.ou) ?? host.ou),
    // Of the name itself only this matters: which patterns it fits.
    fitting,
  ])
}

const folded = (name: string | undefined) => (name === undefined ? null : foldName(name))
