import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { AppError } from '~/server/errors'
import { answerError, type Handler } from '~/server/http/answer'
import { healthz, type Readiness, readyz } from '~/server/http/health'
import { setCommonHeaders, setPagePolicy } from '~/server/http/security-headers'
import type { Logger } from '~/server/log'

/** Who answers what. `pages` is null where no pages are wanted: tests of the API. */
export interface EdgeRoutes {
  readiness: () => Promise<Readiness>
  agent: Handler
  auth: Handler
  trpc: Handler
  export: Handler
  captures: Handler
  pages: Handler | null
}

export interface Edge {
  server: Server
  /** Begins to serve. Until then, everything but health is answered 503 with Retry-After: the port is held first. */
  open(routes: EdgeRoutes): void
  /** Ends to serve: 503 with Retry-After again, and streams are cut. */
  drain(): void
}

/** No call of the API has a larger body; each call has its own, lower limit as well. */
const MOST_BODY_BYTES = 32 * 1024 * 1024
const RETRY_AFTER_SECONDS = 5
/** How long a body other than an upload may take to arrive. */
const BODY_MS = 30_000

const SERVER_OPTIONS = {
  // A client gets this long to send its headers, and the largest upload; `limitBody` cuts all other bodies much sooner.
  headersTimeout: 10_000,
  requestTimeout: 1_800_000,
  // Node looks for the two above every 30 seconds otherwise: half-sent headers would stay four times as long.
  connectionsCheckingInterval: 5_000,
  // Longer than the agents' poll interval: an idle agent keeps its connection.
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16 * 1024,
  noDelay: true,
}

/** The one port: the agents' calls first, being most; then people's; then the pages. */
export function createEdge(log: Logger, tls: { cert: Buffer; key: Buffer } | null): Edge {
  let closedBecause: string | null = 'the server is starting'
  let routes: EdgeRoutes | null = null
  const streams = new Set<ServerResponse>()

  function route(request: IncomingMessage, response: ServerResponse): void | Promise<void> {
    const url = request.url ?? '/'
    if (url.startsWith('/api/agent/')) {
      // Agents' calls bound their bodies themselves; nothing is read here that an idle check-in can do without.
      const { agent } = serving(response)
      if (url.startsWith('/api/agent/watch')) remember(response)
      return agent(request, response)
    }
    setCommonHeaders(response, tls !== null)
    if (!isDecodable(url))
      throw new AppError('bad-input', 'The address holds a % that stands for no character.')
    if (url === '/healthz') return healthz(request, response)
    if (url === '/readyz') return readyz(readiness)(request, response)
    if (url.startsWith('/api/')) return apiHandler(open(request, response), url)(request, response)
    const { pages } = open(request, response)
    if (!pages) throw notFound()
    setPagePolicy(request, response)
    return pages(request, response)
  }

  async function readiness(): Promise<Readiness> {
    if (closedBecause !== null || !routes)
      return { ready: false, reason: closedBecause ?? 'the server is starting' }
    return routes.readiness()
  }

  /** @throws AppError for a request that is not to be served. */
  function serving(response: ServerResponse): EdgeRoutes {
    if (closedBecause !== null || !routes) {
      response.setHeader('connection', 'close')
      throw new AppError('unavailable', `Not now: ${closedBecause}.`, { retryAfter: RETRY_AFTER_SECONDS })
    }
    return routes
  }

  function remember(response: ServerResponse): void {
    streams.add(response)
    response.once('close', () => streams.delete(response))
  }

  /** @throws AppError for a request that is not to be served. */
  function open(request: IncomingMessage, response: ServerResponse): EdgeRoutes {
    const ready = serving(response)
    if (!isUpload(request.url ?? '') && Number(request.headers['content-length'] ?? 0) > MOST_BODY_BYTES) {
      response.setHeader('connection', 'close')
      throw new AppError('too-large', `The body is larger than ${MOST_BODY_BYTES} bytes.`)
    }
    if (request.headers.accept === 'text/event-stream') remember(response)
    return ready
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    if (request.method !== 'GET' && !isUpload(request.url ?? '')) limitBody(request)
    try {
      await route(request, response)
    } catch (error) {
      refuse(request, response, error, log)
    }
  }

  return {
    server: tls
      ? createTlsServer({ ...SERVER_OPTIONS, ...tls }, answer)
      : createServer(SERVER_OPTIONS, answer),
    open(given) {
      routes = given
      closedBecause = null
    },
    drain() {
      closedBecause = 'the server is stopping'
      for (const response of streams) response.socket?.destroySoon()
    },
  }
}

/** Cuts a request whose body does not arrive in time. */
function limitBody(request: IncomingMessage): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy()
  }, BODY_MS)
  timer.unref()
  request.once('close', () => clearTimeout(timer))
}

function apiHandler(routes: EdgeRoutes, url: string): Handler {
  if (url.startsWith('/api/trpc/')) return routes.trpc
  if (url.startsWith('/api/auth/')) return routes.auth
  if (url.startsWith('/api/export/')) return routes.export
  if (isUpload(url)) return routes.captures
  throw notFound()
}

/** An upload bounds its own body, and its own silence. */
const isUpload = (url: string) => /^\/api\/captures(?:\?|$)/.test(url)

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

const notFound = () => new AppError('not-found', 'There is nothing at this address.')

/** The last resort: handlers answer their own errors. Here an unexpected one is logged, once. */
function refuse(request: IncomingMessage, response: ServerResponse, error: unknown, log: Logger): void {
  const known = error instanceof AppError
  if (!known)
    log.error({ err: error, method: request.method, path: request.url?.split('?')[0] }, 'a request failed')
  if (response.headersSent) {
    response.destroy()
    return
  }
  answerError(
    response,
    known ? error : new AppError('internal', 'Something went wrong on the server. Its log says what.'),
  )
}
