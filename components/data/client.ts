import { QueryClient } from '@tanstack/react-query'
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  retryLink,
  splitLink,
  type TRPCLink,
} from '@trpc/client'
import type { AppRouter } from './api'
import { appErrorOf } from './app-error'

const URL = '/api/trpc'
/** A call that takes longer than this has failed, and the person is told. */
const CALL_TIMEOUT_MS = 20_000
/** Proxies and servers take no longer address. */
const LONGEST_ADDRESS = 4_000
const RECONNECT_MS = { first: 1_000, most: 15_000 }

function boundedFetch(input: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS)
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout })
}

/**
 * Our lists are read in one direction only, and the server takes no field it does not know. A first page that the server
 * fetched for us is asked for again with an empty cursor.
 */
const withoutDirection: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (typeof op.input !== 'object' || op.input === null || !('direction' in op.input)) return next(op)
    const { direction: _, ...input } = op.input as { direction: unknown; cursor?: unknown }
    if (input.cursor === null) delete input.cursor
    return next({ ...op, input })
  }

const plainly = {
  url: URL,
  fetch: (url: RequestInfo | URL | string, init?: object) => boundedFetch(url, init as RequestInit),
}

/** A question too long for an address, as of a pool of many ranges, is asked in the body. */
const asked = splitLink<AppRouter>({
  condition: ({ type, input }) =>
    type === 'query' && encodeURIComponent(JSON.stringify(input) ?? '').length > LONGEST_ADDRESS / 2,
  true: httpBatchLink({ ...plainly, methodOverride: 'POST' }),
  false: httpBatchLink({ ...plainly, maxURLLength: LONGEST_ADDRESS }),
})

/**
 * The browser opens a broken stream again by itself, but gives up for good where it is answered with an error, as by a
 * server that drains or a proxy without one. What the server refused in words stays refused.
 */
const untilItStreams = retryLink<AppRouter>({
  retry: ({ error }) => appErrorOf(error) === null,
  retryDelayMs: (attempts) =>
    Math.min(RECONNECT_MS.first * 2 ** (attempts - 1), RECONNECT_MS.most) * (0.5 + Math.random() / 2),
})

export function createApi() {
  return createTRPCClient<AppRouter>({
    links: [
      withoutDirection,
      splitLink({
        condition: (op) => op.type === 'subscription',
        // Browsers hold six connections to a host on HTTP/1.1: one subscription a tab, opened by the screen that needs it.
        true: [untilItStreams, httpSubscriptionLink({ url: URL })],
        false: asked,
      }),
    ],
  })
}

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        // What the server refused stays refused; only a lost connection is worth another try.
        retry: (failures, error) => failures < 2 && appErrorOf(error) === null,
      },
      // Without a network an act fails at once and says so: it must not happen later, when nobody looks.
      mutations: { networkMode: 'always' },
    },
  })
}
