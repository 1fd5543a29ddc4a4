/** When a host shall check in again: near the poll interval, and never all hosts at once. */

import type { FarmPulse } from '../live/farm-pulse'

/** Answers come in so many different intervals; a prepared answer exists for each. */
export const POLL_STEPS = 64

let turn = 0

/**
 * Which of the steps an answer uses. In the first interval after a start each host is given a slot of its own, made
 * from its id, over the whole interval: agents that all came back at once part again. Later it is the poll interval,
 * a tenth more or less.
 */
export function pollStep(farm: FarmPulse, hostId: string, nowMs: number): { spread: boolean; step: number } {
  if (nowMs - farm.startedMs < farm.pollSeconds * 1000) return { spread: true, step: slotOf(hostId) }
  turn = (turn + 1) % POLL_STEPS
  return { spread: false, step: turn }
}

/** Seconds, with one decimal; 0.1 to 1.1 times the poll interval. */
export function pollSeconds(farm: FarmPulse, { spread, step }: { spread: boolean; step: number }): number {
  const part = (step + 0.5) / POLL_STEPS
  const factor = spread ? 0.1 + part : 0.9 + part * 0.2
  return Math.min(3600, Math.max(0.1, Math.round(farm.pollSeconds * factor * 10) / 10))
}

export const nextPoll = (farm: FarmPulse, hostId: string, nowMs: number): number =>
  pollSeconds(farm, pollStep(farm, hostId, nowMs))

/** FNV-1a over the id: stable, and even enough for slots. */
function slotOf(hostId: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < hostId.length; at += 1) {
    hash = Math.imul(hash ^ hostId.charCodeAt(at), 0x01000193)
  }
  return (hash >>> 8) % POLL_STEPS
}
