import type { Nudge } from '~/protocol/check-in'
import type { NudgeStream } from '../live/nudges'
import type { ServiceContext } from './context'

/** What a stream begins with: where the farm stands. A change that came between check-in and stream is not missed. */
export function firstNudge({ farm }: ServiceContext): Nudge {
  return { revision: farm.revision, slotWindowMs: farm.slotWindowMs }
}

/** The nudges of one host, until the signal, or until the stream is closed from here. Only the newest one waits. */
export async function* watchNudges(
  ctx: ServiceContext,
  hostId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Nudge, void> {
  let newest: Nudge | null = firstNudge(ctx)
  let isOpen = true
  let wake = () => {}
  const stream: NudgeStream = {
    send(nudge) {
      newest = nudge
      wake()
    },
    close() {
      isOpen = false
      wake()
    },
  }
  const leave = ctx.nudges.add(hostId, stream)
  const stop = () => stream.close()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    while (isOpen) {
      if (newest) {
        const nudge: Nudge = newest
        newest = null
        yield nudge
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    leave()
  }
}
