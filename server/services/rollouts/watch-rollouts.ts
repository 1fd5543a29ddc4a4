import { setTimeout as pause } from 'node:timers/promises'
import type { ServiceContext } from '../context'

export interface RolloutNews {
  kind: 'rollout'
}

/** Hosts move in crowds; nobody reads faster. */
const LEAST_PAUSE_MS = 500

/** Says that rollouts may stand otherwise than before, until the signal: whoever hears it asks anew. */
export async function* watchRollouts(
  ctx: ServiceContext,
  signal: AbortSignal,
): AsyncGenerator<RolloutNews, void> {
  let news = false
  let wake = () => {}
  const stop = ctx.hub.subscribe((events) => {
    if (!events.some(({ kind }) => kind !== 'session')) return
    news = true
    wake()
  })
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    while (!signal.aborted) {
      if (!news) {
        await new Promise<void>((resolve) => {
          wake = resolve
          if (signal.aborted || news) resolve()
        })
        continue
      }
      news = false
      yield { kind: 'rollout' }
      await pause(LEAST_PAUSE_MS, undefined, { signal }).catch(() => {})
    }
  } finally {
    stop()
  }
}
