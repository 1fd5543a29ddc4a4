/** `watch`: tRPC's event stream, written by hand so that ten thousand of them cost little. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Nudge } from '../../live/nudges'
import { authenticateHost } from '../../services/authenticate-host'
import type { ServiceContext } from '../../services/context'
import { firstNudge } from '../../services/watch-nudges'
import type { Refuse } from './check-in'

const HEARTBEAT_MS = 20_000
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  connection: 'keep-alive',
} as const
const CONNECTED = 'event: connected\ndata: {}\n\n\n'
const PING = 'event: ping\ndata: \n\n\n'
const RETURN = 'event: return\ndata: \n\n\n'
/** A peer that reads nothing is cut before its queue grows. */
const MOST_UNSENT_BYTES = 64 * 1024

const eventText = (nudge: Nudge) => `data: ${JSON.stringify(nudge)}\n\n\n`

export function createWatchHandler(ctx: ServiceContext, refuse: Refuse) {
  const open = new Set<ServerResponse>()
  const heartbeat = setInterval(() => {
    for (const res of open) write(res, PING)
  }, HEARTBEAT_MS)
  heartbeat.unref()

  // One nudge goes to many streams: its text is made once.
  let lastNudge: Nudge | null = null
  let lastText = ''
  const textOf = (nudge: Nudge) => {
    if (nudge !== lastNudge) {
      lastNudge = nudge
      lastText = eventText(nudge)
    }
    return lastText
  }

  function handle(req: IncomingMessage, res: ServerResponse): void {
    try {
      const host = authenticateHost(ctx, req.headers.authorization)
      // The response's close, not the request's: that one has ended with its (empty) body.
      req.resume()
      res.writeHead(200, HEADERS)
      res.write(CONNECTED + textOf(firstNudge(ctx)))
      open.add(res)
      const leave = ctx.nudges.add(host.id, {
        send: (nudge) => write(res, textOf(nudge)),
        close: () => {
          open.delete(res)
          res.end(RETURN)
        },
      })
      res.once('close', () => {
        open.delete(res)
        leave()
      })
    } catch (error) {
      refuse(res, 'watch', error)
    }
  }

  return {
    handle,
    stop() {
      clearInterval(heartbeat)
      ctx.nudges.closeAll()
    },
  }
}

function write(res: ServerResponse, text: string): void {
  if (res.writableLength > MOST_UNSENT_BYTES) res.destroy()
  else res.write(text)
}
