import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Permission, ROLES, roleCan } from '~/domain/permission'
import { AGENT_ROUTES } from '~/protocol/routes'
import { type Caller, PROCEDURE_CALLERS, ROUTE_CALLERS } from '~/server/auth/matrix'
import { createUser } from '~/server/services/users/create-user'
import { appRouter } from '~/server/trpc/app-router'
import { agentRouter } from '~/server/trpc/routers/agent'
import { browserOf, cookieOf, PASSWORD } from '~/tests/support/admin-server'
import { startTestServer, type TestServer } from '~/tests/support/server'

const NOBODY = 'nobody'
const CALLERS = [NOBODY, ...ROLES] as const
type Who = (typeof CALLERS)[number]

let server: TestServer
const cookies = new Map<Who, string | null>([[NOBODY, null]])

beforeAll(async () => {
  server = await startTestServer()
  for (const role of ROLES) {
    const user = { username: `the-${role}`, name: role, role, password: PASSWORD }
    await createUser(server.services, { kind: 'cli', id: null }, user)
    cookies.set(role, cookieOf(await browserOf(server.url, null).signIn(user.username, PASSWORD)))
  }
})
afterAll(() => server.stop())

function mayCall(who: Who, caller: Caller): boolean {
  if (caller === 'public') return true
  if (caller === 'host' || who === NOBODY) return false
  return caller === 'signed-in' || roleCan(who, caller as Permission)
}

/** The status of a call, without its body: streams have no end. */
async function statusOf(who: Who, method: string, path: string): Promise<number> {
  const ended = new AbortController()
  const response = await browserOf(server.url, cookies.get(who) ?? null).fetch(path, {
    method,
    signal: ended.signal,
    ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: '{}' }),
  })
  ended.abort()
  return response.status
}

/**
 * The status of a subscription. Its stream answers 200 in any case, so that the client can read why it was refused;
 * what counts is whether the first thing in it is a row or an error.
 */
async function statusOfStream(who: Who, path: string): Promise<number> {
  const ended = new AbortController()
  const response = await browserOf(server.url, cookies.get(who) ?? null).fetch(path, { signal: ended.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const news = setInterval(() => {
    server.services.hub.publish([
      { kind: 'revision', revision: 0 },
      { kind: 'session', id: '00000000-0000-4000-8000-000000000000' },
    ])
  }, 10)
  try {
    let text = ''
    for (;;) {
      text += (await reader?.read())?.value ?? ''
      const refused = text.match(/event: serialized-error\ndata: (.*)\n/)
      if (refused) return JSON.parse(String(refused[1])).data.httpStatus
      if (/^data: \{"kind"/m.test(text)) return 200
    }
  } finally {
    clearInterval(news)
    ended.abort()
  }
}

async function expectRow(method: string, path: string, caller: Caller): Promise<void> {
  const isStream = path.startsWith('/api/trpc/') && path.includes('.watch')
  for (const who of CALLERS) {
    const status = isStream ? await statusOfStream(who, path) : await statusOf(who, method, path)
    const refused = status === 401 || status === 403
    expect(refused, `${who}: ${method} ${path} answered ${status}`).toBe(!mayCall(who, caller))
    if (refused && who === NOBODY) expect(status, 'signed out is 401').toBe(401)
    expect(status, `${who}: ${method} ${path}`).toBeLessThan(500)
  }
}

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription' } }
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)

describe('the table of who may call what', () => {
  it('has a row for every procedure, and no other', () => {
    expect(Object.keys(PROCEDURE_CALLERS).sort()).toEqual(procedures.map(([path]) => path).sort())
  })

  it('has a row for every call of the agents', () => {
    const calls = Object.values(AGENT_ROUTES).map((route) =>
      typeof route === 'string' ? route : route('').replace(/\/$/, ''),
    )
    const rows = Object.keys(ROUTE_CALLERS).map((row) => row.split(' ')[1])
    expect(rows.filter((path) => path?.startsWith('/api/agent/')).sort()).toEqual(calls.sort())
    for (const name of Object.keys(agentRouter._def.procedures)) expect(rows).toContain(`/api/agent/${name}`)
  })
})

describe('each procedure, called as nobody and as each role', () => {
  it.each(procedures)('%s answers whom it should, and refuses the others', async (path, procedure) => {
    const method = procedure._def.type === 'mutation' ? 'POST' : 'GET'
    const caller = PROCEDURE_CALLERS[path]
    if (!caller) throw new Error(`${path} has no row in server/auth/matrix.ts`)
    await expectRow(method, `/api/trpc/${path}${method === 'GET' ? '?input={}' : ''}`, caller)
  })
})

describe('each route, called as nobody and as each role', () => {
  // Signing in as nobody in particular is refused for its own reason; its tests are elsewhere.
  const routes = Object.entries(ROUTE_CALLERS).filter(([row]) => row !== 'POST /api/auth/sign-out')
  it.each(routes)('%s answers whom it should, and refuses the others', async (row, caller) => {
    const [method = '', path = ''] = row.split(' ')
    await expectRow(method, path === '/api/agent/bundle' ? AGENT_ROUTES.bundle('x'.repeat(43)) : path, caller)
  })

  it('POST /api/auth/sign-out is for anybody', async () => {
    const out = await browserOf(server.url, null).fetch('/api/auth/sign-out', { method: 'POST' })
    expect(out.status).toBe(200)
  })

  it.each([
    '/api/nothing',
    '/api/trpc/nothing.here',
    '/api/auth/session',
    '/api/export/users.csv',
    '/api/agent/nothing',
  ])('%s is nothing, for everybody', async (path) => {
    for (const who of CALLERS) expect([401, 404, 405]).toContain(await statusOf(who, 'POST', path))
  })
})
