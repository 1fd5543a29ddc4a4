/** Uploads of captures: the body is the file, read as it comes. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { roleCan } from '~/domain/permission'
import { actorOf } from '../auth/signed-in-user'
import { AppError } from '../errors'
import { MAX_UPLOAD_BYTES, tooLarge } from '../services/discovery/read-upload'
import { receiveCapture } from '../services/discovery/receive-capture'
import { zodProblems } from '../trpc/zod-problems'
import type { AdminPlane } from './admin-plane'
import { answerJson } from './answer'
import { requireSameOrigin } from './auth'
import { refuseRequest, requireMethod } from './refuse-request'
import { headersOf, newRequestId } from './request'

/** A sender that falls silent for so long has gone. */
const SILENCE_MS = 30_000
const LONGEST_NAME = 255

// A file may be called anything: what is no text for one line is replaced, not refused.
const fileName = z
  .string()
  .min(1)
  .max(1_000)
  .transform((name) => name.replace(/[\p{Cc}\p{Surrogate}]/gu, '\ufffd').slice(-LONGEST_NAME))

const query = z.strictObject({
  name: fileName,
  comparison: z.uuid().optional(),
  title: fileName.optional(),
  oneMachine: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
})

/** Answers `POST /api/captures?name=FILE[&comparison=ID]`. Never rejects. */
export function createCapturesHandler(plane: AdminPlane) {
  const { services } = plane
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const requestId = newRequestId()
    const gone = new AbortController()
    res.once('close', () => {
      if (!res.writableFinished) gone.abort()
    })
    try {
      const url = new URL(req.url ?? '/', 'http://localhost')
      if (url.pathname !== '/api/captures') throw new AppError('not-found', 'There is nothing here.')
      if (!requireMethod(req, res, 'POST')) return
      const headers = headersOf(req)
      requireSameOrigin(headers, plane.publicUrl)
      const user = await plane.auth.readUser(headers)
      if (!user) throw new AppError('signed-out', 'Sign in first.')
      if (!roleCan(user.role, 'policies.edit')) {
        throw new AppError('forbidden', `Your role, ${user.role}, may not upload captures.`)
      }
      const upload = readQuery(url.searchParams)
      req.setTimeout(SILENCE_MS, () => req.destroy())
      requireFits(req)
      // A refusal must still find its way to the sender: the request is not torn down by it.
      const body = req.iterator({ destroyOnReturn: false })
      const actor = actorOf(user, requestId)
      answerJson(res, 200, await receiveCapture(services, actor, upload, body, gone.signal))
    } catch (error) {
      // Cancelled, or cut off: nobody is there to be answered, and nothing was stored.
      if (req.errored || gone.signal.aborted) return void res.destroy()
      refuseRequest(res, error, services.log, requestId)
    }
  }
}

/** What says at once that it is too large is not read first. */
function requireFits({ headers }: IncomingMessage): void {
  if (Number(headers['content-length'] ?? 0) > MAX_UPLOAD_BYTES) throw tooLarge()
}

function readQuery(params: URLSearchParams) {
  const given = Object.fromEntries([...params].filter(([, value]) => value !== ''))
  const read = query.safeParse(given)
  if (read.success) return read.data
  throw new AppError('bad-input', 'The upload breaks a rule. Each problem names its field.', {
    problems: zodProblems(read.error, given),
  })
}
