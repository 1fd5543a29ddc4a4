import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Role } from '~/domain/permission'
import type { Clock } from '~/server/clock'
import { AppError } from '~/server/errors'
import { createAdminPlane } from '~/server/http/admin-plane'
import { createAuthHandler } from '~/server/http/auth'
import { createCapturesHandler } from '~/server/http/captures'
import { createExportHandler } from '~/server/http/export'
import { createEdge } from '~/server/http/server'
import { createTrpcHandler } from '~/server/http/trpc'
import { type Logger, silentLogger } from '~/server/log'
import { createServiceContext, type ServiceContext } from '~/server/services/context'
import { loadBoard } from '~/server/services/farm-news'
import { createUser } from '~/server/services/users/create-user'
import { createTestDatabase, type TestDatabase } from './database'

export const PASSWORD = 'correct horse battery'

export interface AdminServer {
  url: string
  database: TestDatabase
  services: ServiceContext
  /** A user of this role, named like it. */
  addUser(role: Role, username?: string): Promise<void>
  /** A browser of its own, signed in. */
  signedIn(username: string): Promise<Browser>
  browser(cookie?: string): Browser
  close(): Promise<void>
}

/** The handlers for people behind the real edge, on a database of their own. Agents and pages are not served. */
export async function startAdminServer(
  options: { clock?: Clock; log?: Logger; database?: TestDatabase; publicUrl?: string } = {},
): Promise<AdminServer> {
  const database = options.database ?? (await createTestDatabase())
  const log = options.log ?? silentLogger
  const services = createServiceContext({
    database: database.prisma,
    statements: database.pool,
    pipelines: database.pipelines,
    clock: options.clock ?? { now: () => new Date() },
    log,
    signingKey: testSigningKey(),
  })
  await loadBoard(services)
  const plane = createAdminPlane({
    services,
    copySource: database.pool,
    masterKey: randomBytes(32),
    secure: options.publicUrl?.startsWith('https:') ?? false,
    publicUrl: options.publicUrl ?? null,
  })
  const edge = createEdge(log, null)
  edge.open({
    readiness: async () => ({ ready: true }),
    agent: () => {
      throw new AppError('not-found', 'No agents here.')
    },
    auth: createAuthHandler(plane),
    trpc: createTrpcHandler(plane),
    export: createExportHandler(plane),
    captures: createCapturesHandler(plane),
    pages: null,
  })
  await new Promise<void>((resolve) => edge.server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(edge.server.address() as AddressInfo).port}`
  return {
    url,
    database,
    services,
    async addUser(role, username = role) {
      await createUser(
        services,
        { kind: 'cli', id: null },
        { username, name: username, role, password: PASSWORD },
      )
    },
    async signedIn(username) {
      const response = await browserOf(url, null).signIn(username, PASSWORD)
      return browserOf(url, cookieOf(response))
    },
    browser: (cookie) => browserOf(url, cookie ?? null),
    async close() {
      edge.drain()
      await new Promise((resolve) => {
        edge.server.close(resolve)
        edge.server.closeAllConnections()
      })
      await database.drop()
    },
  }
}

export interface Answer<T = unknown> {
  status: number
  headers: Headers
  /** Of tRPC: the result's data, or undefined. */
  data: T
  /** Of tRPC: `error.data.app`; of other calls: `error`. */
  error:
    | { code: string; message: string; problems?: { field: string; rule: string }[]; current?: unknown }
    | undefined
}

export interface Browser {
  cookie: string | null
  fetch(path: string, init?: RequestInit): Promise<Response>
  signIn(username: string, password: string): Promise<Response>
  query<T>(path: string, input?: unknown): Promise<Answer<T>>
  mutate<T>(path: string, input?: unknown): Promise<Answer<T>>
}

export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

export function browserOf(url: string, cookie: string | null): Browser {
  const send = (path: string, init: RequestInit = {}) =>
    fetch(url + path, {
      ...init,
      headers: { origin: url, ...(cookie && { cookie }), ...(init.headers as Record<string, string>) },
    })
  const post = (path: string, body: unknown) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    })
  return {
    cookie,
    fetch: send,
    signIn: (username, password) => post('/api/auth/sign-in', { username, password }),
    async query(path, input) {
      const suffix = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
      return answerOf(await send(`/api/trpc/${path}${suffix}`))
    },
    async mutate(path, input) {
      return answerOf(await post(`/api/trpc/${path}`, input))
    },
  }
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const body = (await response.json()) as {
    result?: { data: T }
    error?: { data?: { app?: Answer['error'] } } & NonNullable<Answer['error']>
  }
  return {
    status: response.status,
    headers: response.headers,
    data: body.result?.data as T,
    error: body.error?.data?.app ?? body.error,
  }
}

function testSigningKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { keyId: 'test', publicKey: String(publicKey.export({ format: 'jwk' }).x), privateKey }
}
