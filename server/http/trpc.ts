/** The admin tRPC endpoint over node:http: origin check, body bound, one log line for each defect. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TRPCError } from '@trpc/server'
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http'
import { AppError } from '../errors'
import { appRouter } from '../trpc/app-router'
import { createTrpcContext } from '../trpc/create-context'
import { isDefect } from '../trpc/format-error'
import type { AdminPlane } from './admin-plane'
import { requireSameOrigin } from './auth'
import { refuseRequest } from './refuse-request'
import { headersOf, newRequestId } from './request'

const BASE = '/api/trpc/'
const MAX_BODY = 1024 * 1024
/** 10 MB of files in base64, with their names. Read only once the caller is known to be allowed. */
const MAX_IMPORT_BODY = 15 * 1024 * 1024
const IMPORT_PATH = `${BASE}policies.planImport`
const MAX_CALLS_IN_ONE_REQUEST = 20

/** Answers `/api/trpc/*`. Never rejects. */
export function createTrpcHandler(plane: AdminPlane) {
  const { log } = plane.services
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const requestId = newRequestId()
    try {
      const headers = headersOf(req)
      const path = new URL(req.url ?? '/', 'http://localhost').pathname
      if (!path.startsWith(BASE)) throw new AppError('not-found', 'There is nothing here.')
      if (req.method !== 'GET' && req.method !== 'HEAD') requireSameOrigin(headers, plane.publicUrl)
      res.setHeader('x-request-id', requestId)
      res.setHeader('cache-control', 'no-store')
      await nodeHTTPRequestHandler({
        req,
        res,
        path: decodeURIComponent(path.slice(BASE.length)),
        router: appRouter,
        createContext: () => createTrpcContext(plane, headers, requestId),
        maxBodySize: path === IMPORT_PATH ? MAX_IMPORT_BODY : MAX_BODY,
        maxBatchSize: MAX_CALLS_IN_ONE_REQUEST,
        // A question may be longer than an address; what changes something is still called by POST alone.
        allowMethodOverride: true,
        onError: ({ error, path: procedure }) => logDefect(log, error, procedure, requestId),
      })
    } catch (error) {
      refuseRequest(res, error, log, requestId)
    }
  }
}

function logDefect(
  log: AdminPlane['services']['log'],
  error: TRPCError,
  path: string | undefined,
  requestId: string,
) {
  if (isDefect(error)) log.error({ err: error.cause ?? error, path, requestId }, 'procedure failed')
}
