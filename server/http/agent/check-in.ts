/** `checkIn` ahead of tRPC: while nothing changed, one hash, one look-up and one prepared text. No statement. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BoardHost } from '../../live/host-board'
import { authenticateHost } from '../../services/authenticate-host'
import { checkIn, isIdle, touch } from '../../services/check-in'
import type { ServiceContext } from '../../services/context'
import { parseCheckIn } from '../../trpc/agent-input'
import { headerOf, parseJson, readBody } from './body'
import { isCheckIn } from './check-in-shape'
import { createIdleAnswers } from './idle-answers'
import { answerData } from './trpc-answer'

/** A check-in has less than 300 bytes. */
export const MAX_CHECK_IN_BYTES = 4 * 1024

export type Refuse = (res: ServerResponse, path: string, error: unknown) => void

export function createCheckInHandler(ctx: ServiceContext, refuse: Refuse) {
  const idleAnswer = createIdleAnswers(ctx.farm)

  function answer(res: ServerResponse, host: BoardHost, body: Buffer): void {
    const raw = parseJson(body)
    const input = isCheckIn(raw) ? raw : parseCheckIn(raw)
    if (!isIdle(host, input)) {
      checkIn(ctx, host, input).then(
        (output) => answerData(res, output),
        (error) => refuse(res, 'checkIn', error),
      )
      return
    }
    const nowMs = ctx.clock.now().getTime()
    touch(host, nowMs)
    const { head, body: text } = idleAnswer(host.id, nowMs)
    res.writeHead(200, head as string[])
    res.end(text)
  }

  return (req: IncomingMessage, res: ServerResponse): void => {
    const failed = (error: unknown) => refuse(res, 'checkIn', error)
    try {
      const host = authenticateHost(ctx, headerOf(req, 'authorization'))
      const done = (body: Buffer) => {
        try {
          answer(res, host, body)
        } catch (error) {
          failed(error)
        }
      }
      readBody(req, MAX_CHECK_IN_BYTES, done, failed)
    } catch (error) {
      failed(error)
    }
  }
}
