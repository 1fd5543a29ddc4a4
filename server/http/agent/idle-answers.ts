/** The answers of idle check-ins, written once and sent often. */

import type { FarmPulse } from '../../live/farm-pulse'
import { POLL_STEPS, pollSeconds, pollStep } from '../../services/next-poll'

export interface ReadyAnswer {
  head: readonly string[]
  body: string
}

/** Returns the way to the answer for a host at this moment; prepared again when the farm's poll interval changes. */
export function createIdleAnswers(farm: FarmPulse): (hostId: string, nowMs: number) => ReadyAnswer {
  let preparedFor = Number.NaN
  let spread: ReadyAnswer[] = []
  let steady: ReadyAnswer[] = []
  return (hostId, nowMs) => {
    if (preparedFor !== farm.pollSeconds) {
      preparedFor = farm.pollSeconds
      spread = prepare(farm, true)
      steady = prepare(farm, false)
    }
    const { spread: isSpread, step } = pollStep(farm, hostId, nowMs)
    return (isSpread ? spread : steady)[step] as ReadyAnswer
  }
}

function prepare(farm: FarmPulse, spread: boolean): ReadyAnswer[] {
  return Array.from({ length: POLL_STEPS }, (_, step) => {
    const next = pollSeconds(farm, { spread, step })
    const body = JSON.stringify({ result: { data: { same: true, next } } })
    return { head: ['content-type', 'application/json', 'content-length', String(body.length)], body }
  })
}
