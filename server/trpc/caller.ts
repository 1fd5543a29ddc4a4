import { randomUUID } from 'node:crypto'
import { type AppCaller, createCaller } from './app-router'
import { type ContextSource, createTrpcContext } from './create-context'
import { isDefect } from './format-error'

/** What pages use in place of HTTP: `runtime().callerFor`. */
export function createCallerFor(plane: ContextSource) {
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
