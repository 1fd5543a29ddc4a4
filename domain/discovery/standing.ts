/** Where a finding stands on the farm, by what agents read back and see: settled when they confirm it. Pure. */

import type { OsFamily } from '../host-facts'
import type { PolicySettings } from '../policy-model'
import { coversProgram, programKey } from '../program'
import { covers, needsOf } from './covering'
import type { StoredFinding } from './stored-finding'

export interface HostInForce {
  id: string
  name: string
  family: OsFamily
  /** As the agent read them back. */
  settings: PolicySettings
  /** It has applied what it is told to run. */
  settled: boolean
}

/** How a program stands in the open sessions of one host. */
export interface ProgramOnHost {
  hostId: string
  /** By `programKey`. */
  key: string
  /** Sessions in which it is open. */
  sessions: number
  /** Of these, where it sits on an address that all sessions share, or could not bind. */
  clashing: number
}

export interface Standing {
  /** What the agents confirm; null while something is missing. */
  confirmed: 'listed-and-apart' | 'listed' | 'list-shortened' | null
  /** Hosts where the program was seen (or, seen nowhere, hosts that list it), and how many of them confirm. */
  hosts: number
  covered: number
  sessions: number
  /** Hosts that do not cover it, and hosts that do while a session still clashes; the first few, by name. */
  uncovered: string[]
  clashing: string[]
}

const SHOWN = 50

/**
 * A finding is confirmed when every host where the program was seen covers it, and no open session there sits on a shared
 * address. A program that was seen on no host is confirmed once every host that is told to list it does.
 */
export function standingOf(
  finding: Pick<StoredFinding, 'program' | 'verdict' | 'pairs'>,
  family: OsFamily,
  hosts: readonly HostInForce[],
  seen: readonly ProgramOnHost[],
): Standing {
  const needs = needsOf(finding.verdict)
  const programs = [finding.program, ...partnersOf(finding)]
  const key = programKey(finding.program, family)
  const own = new Map(seen.filter((one) => one.key === key).map((one) => [one.hostId, one]))
  const ofFamily = hosts.filter((host) => host.family === family)
  const isCovered = (host: HostInForce) =>
    needs.length > 0 && programs.every((program) => covers(host.settings, program, family, needs))
  const where = ofFamily.filter(({ id }) => own.has(id))
  if (where.length === 0) return nowhere(ofFamily.filter(isCovered))
  const covered = where.filter(isCovered)
  const clashing = covered.filter(
    ({ id, settings }) =>
      (own.get(id)?.clashing ?? 0) > 0 &&
      // A masked program is shown 127.0.0.1 on purpose.
      !coversProgram(settings.LoopbackMasking ?? [], finding.program, family),
  )
  const uncovered = where.filter((host) => !covered.includes(host))
  return {
    confirmed: uncovered.length === 0 && clashing.length === 0 ? 'listed-and-apart' : null,
    hosts: where.length,
    covered: covered.length - clashing.length,
    sessions: where.reduce((sum, { id }) => sum + (own.get(id)?.sessions ?? 0), 0),
    uncovered: namesOf(uncovered),
    clashing: namesOf(clashing),
  }
}

function nowhere(covered: readonly HostInForce[]): Standing {
  const waiting = covered.filter(({ settled }) => !settled)
  return {
    confirmed: covered.length > 0 && waiting.length === 0 ? 'listed' : null,
    hosts: covered.length,
    covered: covered.length - waiting.length,
    sessions: 0,
    uncovered: [],
    clashing: [],
  }
}

/** A broken pair is mended by listing both ends. */
function partnersOf({
  verdict,
  pairs,
  program,
}: Pick<StoredFinding, 'program' | 'verdict' | 'pairs'>): string[] {
  if (verdict !== 'broken-pair') return []
  return pairs
    .filter(({ listener, client }) => listener === program || client === program)
    .map(({ listener, client }) => (listener === program ? client : listener))
}

const namesOf = (hosts: readonly HostInForce[]) =>
  hosts
    .map(({ name }) => name)
    .sort()
    .slice(0, SHOWN)
