/** When a rollout will be through, at its pace so far. */

import type { RolloutPlan } from './rollout'
import type { WaveTimes } from './rollout-decision'
import { nextOpening } from './rollout-window'

/** What a wave takes before any has told: a nudge, an application, a report. */
const USUAL_WAVE_MS = 5_000

/** Milliseconds since 1970. A wave that is open takes what waves before it took; a window is waited for. */
export function rolloutEta(plan: RolloutPlan, waves: readonly WaveTimes[], nowMs: number): number {
  const usual = usualWave(waves)
  const soak = plan.soakSeconds * 1000
  let at = nowMs
  for (const { openedMs, settledMs } of waves) {
    if (settledMs !== null) {
      at = Math.max(at, settledMs + soak)
    } else if (openedMs !== null) {
      at = Math.max(at, openedMs + usual) + soak
    } else {
      if (plan.startAt !== undefined) at = Math.max(at, Date.parse(plan.startAt))
      if (plan.window) at = nextOpening(plan.window, at)
      at += usual + soak
    }
  }
  return at
}

function usualWave(waves: readonly WaveTimes[]): number {
  const taken = waves.flatMap(({ openedMs, settledMs }) =>
    openedMs === null || settledMs === null ? [] : [settledMs - openedMs],
  )
  return taken.length === 0 ? USUAL_WAVE_MS : taken.reduce((sum, one) => sum + one, 0) / taken.length
}
