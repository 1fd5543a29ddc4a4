/** The launcher's way to enforcement: what this machine can do for the session that is about to begin. */

import type { PolicySettings } from '~/domain/policy-model'
import type { OpenPlace } from '../../../sessions/place'
import { openShimPlace, tryShim } from '../shim/shim-place'
import { FilterFiles } from './filter-files'
import { openFilteredPlace, type PlaceOptions } from './filtered-place'
import { filterParts, probeFilter, type Trouble } from './probe'
import { SessionFilter } from './session-filter'

export type EnforcingPlace =
  | { can: true; open: OpenPlace }
  /** `expected`: the agent of this state directory enforces, or did. */
  | { can: false; expected: boolean; reason: string; mend: string }

/** Without values of its own a session is filtered only where an agent keeps the farm's. */
export async function enforcingPlace(options: Omit<PlaceOptions, 'filter'>): Promise<EnforcingPlace> {
  const expected = await new FilterFiles(options.stateDirectory).hasFarm()
  if (options.own === null && options.vip === null && !expected) {
    return {
      can: false,
      expected,
      reason: 'no policies are in force here',
      mend: 'Give some with --policies FILE.',
    }
  }
  const parts = filterParts()
  if ('code' in parts) return withShim(options, expected, parts)
  const filter = new SessionFilter(options.stateDirectory, parts.bpftool, parts.object)
  const filtered = openFilteredPlace({ ...options, filter })
  return {
    can: true,
    async open(session) {
      try {
        return await filtered(session)
      } catch (error) {
        // The session itself may be at fault, or the machine: only trying the filter out tells.
        const { probe } = await probeFilter()
        if (probe.driver !== 'preload') throw error
        return openShimPlace(tryShim(), options)(session)
      }
    },
  }
}

/** What cannot be enforced can be made compatible, where the library works. */
function withShim(
  options: Omit<PlaceOptions, 'filter'>,
  expected: boolean,
  { reason, mend }: Trouble,
): EnforcingPlace {
  try {
    return { can: true, open: openShimPlace(tryShim(), options) }
  } catch {
    return { can: false, expected, reason, mend }
  }
}

/** Whether these values change anything for any program. */
export function wantsEnforcement(settings: PolicySettings): boolean {
  return settings.VirtualLoopbackSupport === true || settings.VirtualIpEnabled === true
}
