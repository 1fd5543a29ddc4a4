import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureFirstAdmin } from '~/server/services/users/ensure-first-admin'
import { type AdminServer, type Browser, PASSWORD, startAdminServer } from '~/tests/support/admin-server'
import { createTestDatabase } from '~/tests/support/database'

let server: AdminServer
let admin: Browser

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('admin')
  admin = await server.signedIn('admin')
})
afterAll(() => server.close())

const idOf = async (username: string) =>
  (await server.database.prisma.user.findUniqueOrThrow({ where: { username } })).id

describe('the first admin', () => {
  it('is made once, on an empty table, by one of two servers that start together', async () => {
    const database = await createTestDatabase()
    const both = await Promise.all([
      ensureFirstAdmin({ database: database.prisma }),
      ensureFirstAdmin({ database: database.prisma }),
    ])
    expect(both.filter((made) => made !== null)).toHaveLength(1)
    expect(await ensureFirstAdmin({ database: database.prisma })).toBeNull()
    expect(await database.prisma.user.count()).toBe(1)
    const made = both.find((one) => one !== null)
    const own = await startAdminServer({ database })
    expect((await own.browser().signIn('admin', made?.password ?? '')).status).toBe(200)
    await own.close()
  })
})

describe('users', () => {
  it.each([
    [{ password: 'eleven char' }, 'password', /12 to 128/],
    [{ password: 'x'.repeat(129) }, 'password', /12 to 128/],
    [{ username: 'a' }, 'username', /2 to 32/],
    [{ username: 'ana luna' }, 'username', /2 to 32/],
    [{ name: '' }, 'name', /./],
    [{ role: 'root' }, 'role', /./],
  ])('%j is refused, naming the field and the rule', async (wrong, field, rule) => {
    const input = { username: 'ana', name: 'Ana', role: 'operator', password: PASSWORD, ...wrong }
    const { status, error } = await admin.mutate('users.create', input)
    expect(status).toBe(400)
    expect(error?.problems?.[0]).toMatchObject({ field, rule: expect.stringMatching(rule) })
    expect(JSON.stringify(error)).not.toContain('eleven char')
    expect(await server.database.prisma.user.count()).toBe(1)
  })

  it('have names that differ by more than case', async () => {
    const input = { username: 'Ana', name: 'Ana', role: 'operator', password: PASSWORD }
    expect((await admin.mutate('users.create', input)).data).toMatchObject({
      username: 'ana',
      role: 'operator',
    })
    expect((await admin.mutate('users.create', { ...input, username: 'ANA' })).error?.code).toBe('conflict')
  })

  it('always leave one admin who can sign in', async () => {
    const id = await idOf('admin')
    expect((await admin.mutate('users.setDisabled', { id, disabled: true })).error?.code).toBe('conflict')
    expect((await admin.mutate('users.setRole', { id, role: 'auditor' })).error?.code).toBe('conflict')
    await server.addUser('admin', 'second')
    const second = await server.signedIn('second')
    const secondId = await idOf('second')
    const answers = await Promise.all([
      admin.mutate('users.setRole', { id: secondId, role: 'auditor' }),
      second.mutate('users.setRole', { id, role: 'auditor' }),
    ])
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1)
    expect(await server.database.prisma.user.count({ where: { role: 'admin', disabled: false } })).toBe(1)
  })
})

describe("one's own account", () => {
  it('keeps language, theme and name', async () => {
    await server.addUser('operator')
    const me = await server.signedIn('operator')
    const { data } = await me.mutate('me.update', { locale: 'es', theme: 'dark', name: 'Luis' })
    expect(data).toMatchObject({ user: { locale: 'es', theme: 'dark', name: 'Luis' } })
    expect((await me.query('me.get')).data).toEqual(data)
  })

  it('changes its password with the current one only, and is then signed out everywhere else', async () => {
    const here = await server.signedIn('operator')
    const there = await server.signedIn('operator')
    const next = 'a new and longer one'
    const wrong = await here.mutate('me.changePassword', { current: 'not the current', next })
    expect(wrong.error?.problems?.[0]?.field).toBe('current')
    const short = await here.mutate('me.changePassword', { current: PASSWORD, next: 'short' })
    expect(short.error?.problems?.[0]).toMatchObject({
      field: 'next',
      rule: expect.stringContaining('12 to 128'),
    })
    expect((await here.mutate('me.changePassword', { current: PASSWORD, next })).status).toBe(200)
    expect((await here.query('me.get')).status).toBe(200)
    expect((await there.query('me.get')).status).toBe(401)
    expect((await server.browser().signIn('operator', PASSWORD)).status).toBe(401)
    expect((await server.browser().signIn('operator', next)).status).toBe(200)
  })
})
