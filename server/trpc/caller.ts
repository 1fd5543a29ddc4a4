import { randomUUID } from 'node:crypto'
import type { Auth } from '../auth/auth'
import type { ServiceContext } from '../services/context'
import { type AppCaller, createCaller } from './app-router'
import { createTrpcContext } from './create-context'
import { isDefect } from './format-error'

/** What pages use in place of HTTP: `runtime().callerFor`. */
export function createCallerFor(plane: { services: ServiceContext; auth: Auth }) {
  return async (headers: Headers): Promise<AppCaller> => {
    const requestId = randomUUID()
    const context = await createTrpcContext(plane, headers, requestId)
    return createCaller(context, {
      onError({ error, path }) {
        if (isDefect(error)) {
          plane.services.log.error({ err: error.cause ?? error, path, requestId }, 'procedure failed')
        }
      },
    })
  }
}
