/** How a host stands after a wave reached it. Pure. */

import type { OsFamily } from './host-facts'
import type { AppliedLike } from './host-state'
import { coversProgram } from './program'

/** What was wrong with a host already: it is not held against the revision. */
export interface Before {
  /** Settings that failed. */
  failed: string[]
  bindFailures: number
  discrepancies: number
  /** The bundle that it was told to run until then. */
  hash?: string | null
  /** Somebody resumed the rollout although this host failed or was silent: it counts no more. */
  forgiven?: boolean
}

export type Standing = 'done' | 'pending' | 'held' | 'failed'

/** @param generation the ticket that the wave gave the host */
export function standingOf(
  generation: number,
  applied: AppliedLike | null,
  before: Pick<Before, 'failed'>,
): Standing {
  if (!applied) return 'pending'
  if (applied.refused && applied.refused.generation >= generation) return 'failed'
  if (applied.generation < generation) {
    return applied.waiting && applied.waiting.generation >= generation ? 'held' : 'pending'
  }
  return failedSettings(applied).some((setting) => !before.failed.includes(setting)) ? 'failed' : 'done'
}

export function failedSettings(applied: AppliedLike | null): string[] {
  return applied?.items.filter(({ state }) => state === 'failed').map(({ setting }) => setting) ?? []
}

/** Failed binds since the ticket of the wave is in force: the agent counts anew with each. */
export function newBindFailures(generation: number, applied: AppliedLike | null, before: Before): number {
  if (!applied || applied.generation < generation) return 0
  return Math.max(0, (applied.bindFailures ?? 0) - before.bindFailures)
}

/** What a session shows unlike its prediction. */
export interface Unlike {
  reason: string
  program?: string | null
}

/**
 * Those of them that the revision may be blamed for. A program that was on no list before it either is none of its
 * doing: sessions that run it come and go.
 * @param listBefore null where loopback was off, or nothing was listed: then nothing was predicted
 */
export function blamable<One extends Unlike>(
  unlike: readonly One[],
  listBefore: readonly string[] | null,
  family: OsFamily,
): One[] {
  if (listBefore === null) return [...unlike]
  return unlike.filter(
    ({ reason, program }) =>
      reason !== 'not-listed' || !program || coversProgram(listBefore, program, family),
  )
}
