/** Short ways to write policies, filters and hosts in tests. */

import type { HostFacts } from '~/domain/host-facts'
import type { Filter, FilterMode, FilterType, Policy } from '~/domain/policy-model'

export function policy(name: string, priority: number, over: Partial<Policy> = {}): Policy {
  return { name, description: '', enabled: true, priority, settings: {}, filters: [], ...over }
}

export function filter(type: FilterType, value: string, mode: FilterMode = 'Allow', enabled = true): Filter {
  return { type, mode, enabled, value }
}

export function host(over: Partial<HostFacts> = {}): HostFacts {
  return { name: 'HOST7', os: { family: 'windows', version: 'Windows Server 2022' }, tags: [], ...over }
}

export const windows = (version: string, over: Partial<HostFacts> = {}): HostFacts =>
  host({ os: { family: 'windows', version }, ...over })

export const linux = (over: Partial<HostFacts> = {}): HostFacts =>
  host({ os: { family: 'linux', version: 'Debian GNU/Linux 12 (bookworm)' }, ...over })
