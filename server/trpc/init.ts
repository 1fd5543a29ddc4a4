import { initTRPC } from '@trpc/server'
import type { TrpcContext } from './context'
import { formatError } from './format-error'

export const t = initTRPC.context<TrpcContext>().create({
  // Stack traces stay in the log.
  isDev: false,
  errorFormatter: formatError,
  sse: {
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 45_000 },
  },
})

export const router = t.router
