import { initTRPC } from '@trpc/server'
import { AppError } from '../errors'
import type { ServiceContext } from '../services/context'
import type { EnrolmentGuard } from '../services/enrolment-guard'
import { asAppError } from '../services/failure'
import { asTrpcError } from './as-trpc-error'
import { formatError } from './format-error'

/** What an agent's call comes with. */
export interface AgentContext {
  services: ServiceContext
  guard: EnrolmentGuard
  authorization: string | undefined
  /** The peer's address. */
  from: string
}

const t = initTRPC.context<AgentContext>().create({
  isDev: false,
  errorFormatter: formatError,
  sse: { ping: { enabled: true, intervalMs: 20_000 } },
})

export const agentRouterOf = t.router

/** Services throw `AppError`; tRPC wants its own codes. */
export const agentProcedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok) return result
  const { cause, code } = result.error
  if (cause instanceof AppError || code === 'INTERNAL_SERVER_ERROR') throw asTrpcError(asAppError(cause))
  return result
})
