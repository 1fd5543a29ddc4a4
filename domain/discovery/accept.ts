/** A finding into a policy: what is added or taken out. One rule for the server and for the preview on the screen. */

import type { OsFamily } from '../host-facts'
import type { PolicySettings } from '../policy-model'
import { coversProgram, programKey } from '../program'
import { needsOf } from './covering'
import type { StoredFinding } from './stored-finding'

export type AcceptChange =
  | { setting: 'VirtualLoopbackPrograms' | 'VirtualIpPrograms'; add: string[] }
  | { setting: 'VirtualLoopbackPrograms' | 'VirtualIpPrograms'; remove: string[] }
  | { setting: 'VirtualLoopbackSupport' | 'VirtualIpEnabled'; value: true }
  | { setting: 'VirtualIpMode'; value: 'per-program' }

export interface Accepted {
  settings: PolicySettings
  /** Nothing to change: the policy has it already. */
  changes: AcceptChange[]
}

type Accepting = Pick<StoredFinding, 'program' | 'verdict' | 'pairs'>

/** The program and, for conversations on the loopback, the ends that it talks to. */
export function programsToList({ program, verdict, pairs }: Accepting): string[] {
  if (!needsOf(verdict).includes('loopback')) return [program]
  const partners = pairs
    .filter(({ listener, client }) => listener === program || client === program)
    .flatMap(({ listener, client }) => [listener, client])
  return [...new Set([program, ...partners])]
}

export function acceptInto(settings: PolicySettings, finding: Accepting, family: OsFamily): Accepted {
  if (finding.verdict === 'over-listed') return takeOut(settings, finding.program, family)
  const next: PolicySettings = { ...settings }
  const changes: AcceptChange[] = []
  const needs = needsOf(finding.verdict)
  if (needs.includes('loopback')) {
    if (next.VirtualLoopbackSupport !== true) {
      next.VirtualLoopbackSupport = true
      changes.push({ setting: 'VirtualLoopbackSupport', value: true })
    }
    addTo('VirtualLoopbackPrograms', programsToList(finding))
  }
  if (needs.includes('virtual-ip')) {
    if (next.VirtualIpEnabled !== true) {
      next.VirtualIpEnabled = true
      next.VirtualIpMode = 'per-program'
      changes.push({ setting: 'VirtualIpEnabled', value: true })
      changes.push({ setting: 'VirtualIpMode', value: 'per-program' })
    }
    // In a per-session policy every program has the session's address already.
    if (next.VirtualIpMode === 'per-program') addTo('VirtualIpPrograms', [finding.program])
  }
  return { settings: next, changes }

  function addTo(
    setting: 'VirtualLoopbackPrograms' | 'VirtualIpPrograms',
    programs: readonly string[],
  ): void {
    const list = next[setting] ?? []
    const add = programs.filter((program) => !coversProgram(list, program, family))
    if (add.length === 0) return
    next[setting] = [...list, ...add]
    changes.push({ setting, add })
  }
}

function takeOut(settings: PolicySettings, program: string, family: OsFamily): Accepted {
  const next: PolicySettings = { ...settings }
  const changes: AcceptChange[] = []
  for (const setting of ['VirtualLoopbackPrograms', 'VirtualIpPrograms'] as const) {
    const list = next[setting] ?? []
    const remove = list.filter((entry) => programKey(entry, family) === programKey(program, family))
    if (remove.length === 0) continue
    next[setting] = list.filter((entry) => !remove.includes(entry))
    changes.push({ setting, remove })
  }
  return { settings: next, changes }
}
