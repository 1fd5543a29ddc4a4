import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminServer, cookieOf, PASSWORD, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
const now = Date.parse('2026-03-01T08:00:00Z')
const logged: object[] = []

beforeAll(async () => {
  const keep = (details: object) => void logged.push(details)
  server = await startAdminServer({
    clock: { now: () => new Date(now) },
    log: { debug() {}, info() {}, warn: keep, error: keep },
  })
  await server.addUser('admin')
  await server.addUser('operator')
})
afterAll(() => server.close())

describe('signing in', () => {
  it('gives the right password a cookie that scripts cannot read, and the call that follows a person', async () => {
    const response = await server.browser().signIn('Admin', PASSWORD)
    expect(response.status).toBe(200)
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).not.toMatch(/Secure/i)
    const me = await server.browser(cookieOf(response)).query<{ user: { role: string } }>('me.get')
    expect(me.data).toMatchObject({
      user: { username: 'admin', role: 'admin', locale: null, theme: 'system' },
      farm: { name: 'Vipfarm', demo: false },
    })
  })
})
