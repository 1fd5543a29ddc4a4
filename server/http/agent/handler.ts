/** Everything below `/api/agent/`. The frequent calls are answered by hand; tRPC answers the rest, also what is wrong. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http'
import { MAX_REPORT_BYTES } from '~/protocol/report'
import { AGENT_BASE, AGENT_ROUTES } from '~/protocol/routes'
import { AppError } from '../../errors'
import type { ServiceContext } from '../../services/context'
import { createEnrolmentGuard } from '../../services/enrolment-guard'
import { asAppError } from '../../services/failure'
import { isDefect } from '../../trpc/format-error'
import { agentRouter } from '../../trpc/routers/agent'
import type { Handler } from '../answer'
import { createBundleHandler } from './bundle'
import { createCheckInHandler, type Refuse } from './check-in'
import { createFailureLog } from './failure-log'
import { createLeaseHandler, createReleaseHandler } from './lease'
import { createReportHandler } from './report'
import { answerFailure } from './trpc-answer'
import { createWatchHandler } from './watch'

export interface AgentPlane {
  handle: Handler
  /** Ends every stream. New requests are the edge's to refuse. */
  stop(): void
}

const BUNDLES = AGENT_ROUTES.bundle('')

export function createAgentHandler(ctx: ServiceContext): AgentPlane {
  const logFailure = createFailureLog(ctx)
  const refuse: Refuse = (res, path, error) => {
    const told = asAppError(error)
    logFailure(told, path)
    if (res.headersSent || res.writableEnded) res.destroy()
    else answerFailure(res, path, told)
  }
  const checkIn = createCheckInHandler(ctx, refuse)
  const report = createReportHandler(ctx, refuse)
  const lease = createLeaseHandler(ctx, refuse)
  const release = createReleaseHandler(ctx, refuse)
  const bundle = createBundleHandler(ctx, refuse)
  const watch = createWatchHandler(ctx, refuse)
  const trpc = createTrpcFallback(ctx)
  return {
    handle(req, res) {
      const { method, url = '' } = req
      if (method === 'POST') {
        if (url === AGENT_ROUTES.checkIn) return checkIn(req, res)
        if (url === AGENT_ROUTES.report) return report(req, res)
        if (url === AGENT_ROUTES.lease) return lease(req, res)
        if (url === AGENT_ROUTES.release) return release(req, res)
      } else if (method === 'GET') {
        if (url.startsWith(BUNDLES)) return bundle(req, res)
        if (url === AGENT_ROUTES.watch || url.startsWith(`${AGENT_ROUTES.watch}?`))
          return watch.handle(req, res)
      }
      return trpc(req, res)
    },
    stop: watch.stop,
  }
}

function createTrpcFallback(ctx: ServiceContext) {
  const guard = createEnrolmentGuard(ctx.clock)
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = (req.url ?? '').split('?', 1)[0] ?? ''
    await nodeHTTPRequestHandler({
      req,
      res,
      path: path.slice(AGENT_BASE.length + 1),
      router: agentRouter,
      createContext: () => ({
        services: ctx,
        guard,
        authorization: req.headers.authorization,
        from: req.socket.remoteAddress ?? '',
      }),
      maxBodySize: MAX_REPORT_BYTES,
      allowBatching: false,
      responseMeta: ({ errors: [error] }) => {
        const wait = error?.cause instanceof AppError ? error.cause.retryAfter : undefined
        return wait === undefined ? {} : { headers: { 'retry-after': String(Math.ceil(wait)) } }
      },
      onError: ({ error, path: procedure }) => {
        if (isDefect(error))
          ctx.log.error({ err: error.cause ?? error, path: procedure }, 'an agent call failed')
      },
    })
  }
}
