import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminServer, cookieOf, PASSWORD, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let now = Date.parse('2026-03-01T08:00:00Z')
const logged: object[] = []

beforeAll(async () => {
  const keep = (details: object) => void logged.push(details)
  server = await startAdminServer({
    clock: { now: () => new Date(now) },
    log: { debug() {}, info() {}, warn: keep, error: keep },
  })
  await server.addUser('admin')
  await server.addUser('operator')
  await server.addUser('helpdesk')
})
afterAll(() => server.close())

const audited = (action: string) =>
  server.database.prisma.auditEvent.findMany({ where: { action }, orderBy: { id: 'asc' } })

/** Long enough for every bucket of the throttle to be full again. */
const rest = () => {
  now += 3_600_000
}

describe('signing in', () => {
  it('gives the right password a cookie that scripts cannot read, and the call that follows a person', async () => {
    const response = await server.browser().signIn('Admin', PASSWORD)
    expect(response.status).toBe(200)
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).not.toMatch(/Secure/i)
    const me = await server.browser(cookieOf(response)).query('me.get')
    expect(me.data).toMatchObject({
      user: { username: 'admin', role: 'admin', locale: null, theme: 'system' },
      farm: { name: 'Vipfarm', demo: false },
    })
    expect(await audited('user.sign-in')).toHaveLength(1)
  })

  it('answers a wrong password and an unknown user alike, and records which it was', async () => {
    const wrong = await server.browser().signIn('admin', 'not the password')
    const unknown = await server.browser().signIn('nobody', 'not the password')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    const bodies = await Promise.all([wrong, unknown].map(async (answer) => (await answer.json()).error))
    expect(bodies[0]).toMatchObject({ code: 'wrong-credentials' })
    expect({ ...bodies[0], requestId: '' }).toEqual({ ...bodies[1], requestId: '' })
    expect(wrong.headers.getSetCookie()).toEqual([])
    const rows = await audited('user.sign-in-failed')
    expect(rows.map(({ after }) => (after as { reason: string }).reason)).toEqual([
      'wrong password',
      'unknown user',
    ])
    expect(JSON.stringify(rows.map(({ after }) => after))).not.toMatch(/nobody|not the password/)
  })

  it('spends a hash on unknown users too', async () => {
    rest()
    const timed = async (username: string) => {
      const since = performance.now()
      await server.browser().signIn(username, 'not the password')
      return performance.now() - since
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let i = 0; i < 5; i += 1) {
      known.push(await timed('admin'))
      unknown.push(await timed('nobody-at-all'))
    }
    // A hash takes most of the time of either; without one an answer would come in a tenth of it.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3)
  })

  it.each([
    ['no body', '', 400],
    ['half a body', '{"username": "admin"', 400],
    ['no password', '{"username": "admin"}', 400],
    ['more than it asks', `{"username": "admin", "password": "${PASSWORD}", "role": "admin"}`, 400],
    ['a NUL in the name', `{"username": "ad\\u0000min", "password": "${PASSWORD}"}`, 400],
    ['a body of 5 kB', JSON.stringify({ username: 'admin', password: 'x'.repeat(5_000) }), 413],
  ])('refuses %s', async (_what, body, status) => {
    const response = await server
      .browser()
      .fetch('/api/auth/sign-in', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    expect(response.status).toBe(status)
    expect((await response.json()).error.code).toBe(status === 413 ? 'too-large' : 'bad-input')
  })

  it('shows nothing else of the library behind it', async () => {
    for (const path of ['sign-up/email', 'get-session', 'sign-in/username', 'ok', 'update-user', 'error']) {
      expect((await server.browser().fetch(`/api/auth/${path}`, { method: 'POST' })).status).toBe(404)
    }
    expect((await server.browser().fetch('/api/auth/sign-in')).status).toBe(405)
  })
})

describe('the throttle of sign-ins', () => {
  it('refuses with 429 and Retry-After after ten guesses, the right password too, and lets go with time', async () => {
    rest()
    for (let i = 0; i < 10; i += 1) {
      expect((await server.browser().signIn('operator', `guess number ${i}`)).status).toBe(401)
    }
    const refused = await server.browser().signIn('operator', PASSWORD)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBe(30)
    expect((await refused.json()).error.code).toBe('too-many-attempts')
    expect((await server.browser().signIn('admin', PASSWORD)).status).toBe(200)
    now += 30_000
    expect((await server.browser().signIn('operator', PASSWORD)).status).toBe(200)
  })

  it('does not believe a client about its address', async () => {
    rest()
    const guess = (i: number) =>
      server.browser().fetch('/api/auth/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${i}` },
        body: JSON.stringify({ username: `user${i}`, password: 'a guess at it' }),
      })
    for (let i = 0; i < 30; i += 1) expect((await guess(i)).status).toBe(401)
    expect((await guess(31)).status).toBe(429)
    rest()
  })
})

describe('a sign-in that stands', () => {
  it('ends with signing out, on the server and not only in the browser', async () => {
    const browser = await server.signedIn('admin')
    const out = await browser.fetch('/api/auth/sign-out', { method: 'POST' })
    expect(out.status).toBe(200)
    expect(out.headers.getSetCookie()[0]).toMatch(/Max-Age=0/i)
    expect((await browser.query('me.get')).status).toBe(401)
    expect(await audited('user.sign-out')).toHaveLength(1)
  })

  it('ends when the user is disabled, and cannot be begun again until enabled', async () => {
    const admin = await server.signedIn('admin')
    const helpdesk = await server.signedIn('helpdesk')
    const { data } = await admin.query<{ rows: { id: string; username: string }[] }>('users.list')
    const id = data.rows.find(({ username }) => username === 'helpdesk')?.id
    expect((await admin.mutate('users.setDisabled', { id, disabled: true })).status).toBe(200)
    expect((await helpdesk.query('me.get')).error?.code).toBe('signed-out')
    const again = await server.browser().signIn('helpdesk', PASSWORD)
    expect(again.status).toBe(401)
    expect((await again.json()).error.code).toBe('wrong-credentials')
    expect(await server.database.prisma.signIn.count({ where: { userId: id } })).toBe(0)
    await admin.mutate('users.setDisabled', { id, disabled: false })
    expect((await server.browser().signIn('helpdesk', PASSWORD)).status).toBe(200)
  })

  it('takes its role from the database at each call', async () => {
    const admin = await server.signedIn('admin')
    const operator = await server.signedIn('operator')
    const { data } = await admin.query<{ rows: { id: string; username: string }[] }>('users.list')
    const id = data.rows.find(({ username }) => username === 'operator')?.id
    expect((await operator.mutate('policies.create', { name: 'One' })).status).toBe(200)
    await admin.mutate('users.setRole', { id, role: 'auditor' })
    expect((await operator.mutate('policies.create', { name: 'Two' })).error?.code).toBe('forbidden')
    await admin.mutate('users.setRole', { id, role: 'operator' })
  })

  it('is not begun by a cookie that somebody made up or altered', async () => {
    const { cookie } = await server.signedIn('admin')
    const forged = String(cookie).replace(/=([^.]{5})/, '=AAAAA')
    expect(forged).not.toBe(cookie)
    expect((await server.browser(forged).query('me.get')).status).toBe(401)
  })
})

describe('the origin check', () => {
  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['nowhere it would say', { origin: '' }],
  ])('refuses a change that comes from %s', async (_where, headers) => {
    const { cookie } = await server.signedIn('admin')
    const status = await rawPost(
      '/api/trpc/policies.create',
      { name: 'Planted' },
      { cookie: String(cookie), ...headers },
    )
    expect(status).toBe(403)
    const list = await server.browser(String(cookie)).query<{ policies: { name: string }[] }>('policies.list')
    expect(list.data.policies.map(({ name }) => name)).not.toContain('Planted')
  })

  it('refuses signing in and out from another site', async () => {
    const headers = { origin: 'https://evil.example.com' }
    const body = { username: 'admin', password: PASSWORD }
    expect(await rawPost('/api/auth/sign-in', body, headers)).toBe(403)
    expect(await rawPost('/api/auth/sign-out', {}, headers)).toBe(403)
  })
})

/** Without what `fetch` adds by itself. An empty header is left out. */
function rawPost(path: string, body: unknown, headers: Record<string, string>): Promise<number> {
  const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
  return new Promise((resolve, reject) => {
    const call = request(
      server.url + path,
      { method: 'POST', headers: { 'content-type': 'application/json', ...sent } },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      },
    )
    call.on('error', reject)
    call.end(JSON.stringify(body))
  })
}

it('logged no defect, and no secret, in all of this', () => {
  expect(logged).toEqual([])
})
