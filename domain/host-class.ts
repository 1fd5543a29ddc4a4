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

/** {@link classKey} for many hosts: name patterns are gathered once, and each OU is parsed once. */
export function classKeyer(policies: readonly Policy[]): (host: HostFacts) => string {
  const patterns = new Set<string>()
  for (const { enabled, filters } of policies) {
    if (!enabled) continue
    for (const filter of filters)
      if (filter.enabled && filter.type === 'HostName') patterns.add(foldName(filter.value))
  }
  const fitting = nameIndex([...patterns])
  const units = new Map<string, string>()
  const unitOf = (ou: string) => {
    const known = units.get(ou)
    if (known !== undefined) return known
    const unit = JSON.stringify(parseDn(ou) ?? ou)
    units.set(ou, unit)
    return unit
  }
  return (host) => {
    const key = hostKey(host, unitOf)
    // Of the name itself only this matters: which patterns it fits.
    const fits = fitting(host.name)
    return fits.length === 0 ? key : `${key} ${fits.join()}`
  }
}

/** What a key has of the host alone, by the facts: screens ask about the same ones again and again. */
const hostKeys = new WeakMap<HostFacts, string>()

function hostKey(host: HostFacts, unitOf: (ou: string) => string): string {
  const known = hostKeys.get(host)
  if (known !== undefined) return known
  const key = JSON.stringify([
    host.os.family,
    host.os.version,
    host.arch ?? '',
    host.cloudHosted === true,
    folded(host.deliveryGroup),
    folded(host.deliveryGroupKind),
    [...new Set(host.tags.map(foldName))].sort(),
    host.ou === undefined ? null : unitOf(host.ou),
  ])
  hostKeys.set(host, key)
  return key
}

const folded = (name: string | undefined) => (name === undefined ? null : foldName(name))
