/** Signing in and out: the only two calls that need nobody signed in. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { isSameOrigin } from '../auth/same-origin'
import { AppError } from '../errors'
import { signIn } from '../services/users/sign-in'
import { signOut } from '../services/users/sign-out'
import { ONE_LINE } from '../trpc/inputs'
import type { AdminPlane } from './admin-plane'
import { answerJson } from './answer'
import { refuseRequest, requireMethod } from './refuse-request'
import { clientAddress, headersOf, newRequestId, readJson } from './request'

const MAX_BODY = 4 * 1024

const credentials = z.strictObject({
  username: z.string().trim().min(1).max(64).regex(ONE_LINE),
  password: z.string().min(1).max(1000),
})

/** Answers `/api/auth/*`. Never rejects. */
export function createAuthHandler(plane: AdminPlane) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const requestId = newRequestId()
    try {
      const path = (req.url ?? '').split('?')[0]
      if (path !== '/api/auth/sign-in' && path !== '/api/auth/sign-out') {
        throw new AppError('not-found', 'There is nothing here.')
      }
      if (!requireMethod(req, res, 'POST')) return
      const headers = headersOf(req)
      requireSameOrigin(headers, plane.publicUrl)
      const cookies =
        path === '/api/auth/sign-in'
          ? await startSignIn(plane, req, requestId)
          : await signOut(plane.services, plane.auth, headers, requestId)
      res.setHeader('set-cookie', cookies)
      answerJson(res, 200, { ok: true })
    } catch (error) {
      refuseRequest(res, error, plane.services.log, requestId)
    }
  }
}

async function startSignIn(plane: AdminPlane, req: IncomingMessage, requestId: string): Promise<string[]> {
  const body = credentials.safeParse(await readJson(req, MAX_BODY))
  if (!body.success) {
    const field = String(body.error.issues[0]?.path[0] ?? 'body')
    throw new AppError('bad-input', 'Give a user name and a password.', {
      problems: [
        {
          field,
          value: null,
          rule: 'a user name has 1 to 64 characters, a password 1 to 1000',
          mend: 'Give both.',
        },
      ],
    })
  }
  const client = {
    address: clientAddress(req, plane.publicUrl !== null),
    userAgent: req.headers['user-agent'] ?? null,
  }
  return signIn(plane.services, plane, { ...body.data, client, requestId })
}

export function requireSameOrigin(headers: Headers, publicUrl: string | null): void {
  if (!isSameOrigin(headers, publicUrl)) {
    throw new AppError(
      'forbidden',
      'This request came from another site, or does not say where it came from.',
    )
  }
}
