import { randomBytes } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuth } from '~/server/auth/auth'
import { createThrottle } from '~/server/auth/throttle'
import { createPool } from '~/server/database/pool'
import { createPrisma } from '~/server/database/prisma'
import { createCallerFor } from '~/server/trpc/caller'
import { type AdminServer, browserOf, PASSWORD, startAdminServer } from '~/tests/support/admin-server'
import { createTestDatabase } from '~/tests/support/database'

let server: AdminServer

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('admin')
})
afterAll(() => server.close())

describe('calls of people', () => {
  it('have bodies of at most 1 MiB', async () => {
    const admin = await server.signedIn('admin')
    const { status, error } = await admin.mutate('policies.create', { name: 'x'.repeat(1024 * 1024) })
    expect([status, error?.code]).toEqual([413, 'too-large'])
  })

  it('come at most twenty to a request', async () => {
    const admin = await server.signedIn('admin')
    const batch = async (size: number) =>
      (await admin.fetch(`/api/trpc/${Array(size).fill('me.get').join()}?batch=1&input={}`)).status
    expect(await batch(20)).toBe(200)
    expect(await batch(21)).toBe(400)
  })

  it.each([
    ['POST', '/api/trpc/policies.create', '{"name": ', 400, 'bad-input'],
    ['POST', '/api/trpc/policies.create', '{"name": "A", "colour": "red"}', 400, 'bad-input'],
    ['GET', '/api/trpc/policies.create?input={"name":"A"}', undefined, 405, 'bad-input'],
    ['POST', '/api/trpc/policies.burn', '{}', 404, 'not-found'],
  ])(
    '%s %s with %s answers %i, in words for people and without a stack',
    async (method, path, body, status, code) => {
      const admin = await server.signedIn('admin')
      const response = await admin.fetch(path, {
        method,
        body,
        headers: { 'content-type': 'application/json' },
      })
      const text = await response.text()
      expect(response.status).toBe(status)
      expect(JSON.parse(text).error.data.app.code).toBe(code)
      expect(text).not.toMatch(/\.ts|node_modules|stack/)
    },
  )

  it('are made by pages without HTTP, for the person whose cookie came', async () => {
    const { cookie } = await server.signedIn('admin')
    const key = randomBytes(32)
    const auth = createAuth({
      database: server.database.prisma,
      statements: server.services.statements,
      masterKey: key,
      secure: false,
    })
    const plane = { services: server.services, auth, throttle: createThrottle(server.services.clock) }
    const callerFor = createCallerFor({ ...plane, publicUrl: null, secure: false })
    const out = await callerFor(new Headers())
    await expect(out.me.get()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    // Another master key, another farm: its cookies are worth nothing here.
    const foreign = await callerFor(new Headers({ cookie: String(cookie) }))
    await expect(foreign.me.get()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    const cookies = await auth.signIn({
      username: 'admin',
      password: PASSWORD,
      client: { address: '127.0.0.1', userAgent: null },
    })
    const own = await callerFor(new Headers({ cookie: String(cookies?.[0]?.split(';')[0]) }))
    expect((await own.me.get()).user.username).toBe('admin')
  })
})

describe('behind a proxy that adds TLS', () => {
  it('cookies are for https only, the public address is our own origin, and clients are told apart', async () => {
    const proxied = await startAdminServer({ publicUrl: 'https://vip.example.com' })
    await proxied.addUser('operator')
    const signIn = (origin: string) =>
      browserOf(proxied.url, null).fetch('/api/auth/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, 'x-forwarded-for': '6.6.6.6, 10.0.0.1' },
        body: JSON.stringify({ username: 'operator', password: PASSWORD }),
      })
    const right = await signIn('https://vip.example.com')
    expect(right.status).toBe(200)
    expect(right.headers.getSetCookie()[0]).toMatch(/^__Secure-vipfarm.*; Secure/)
    expect((await signIn('https://evil.example.com')).status).toBe(403)
    const row = await proxied.database.prisma.auditEvent.findFirst({ where: { action: 'user.sign-in' } })
    expect(row?.after).toEqual({ address: '10.0.0.1' })
    await proxied.close()
  })
})

describe('a database that goes away while the server runs', () => {
  it('is told as such, logged as no defect, and forgotten when it is back', async () => {
    const database = await createTestDatabase()
    const line = await breakableLine(database.url)
    const pool = createPool(line.url, 4)
    const errors: object[] = []
    const log = { debug() {}, info() {}, warn() {}, error: (details: object) => void errors.push(details) }
    const away = await startAdminServer({ database: { ...database, pool, prisma: createPrisma(pool) }, log })
    await away.addUser('auditor')
    const auditor = await away.signedIn('auditor')
    line.cut()
    for (const path of ['me.get', 'policies.list']) {
      const { status, error } = await auditor.query(path)
      expect([status, error?.code]).toEqual([503, 'unavailable'])
    }
    expect((await auditor.fetch('/api/export/audit.csv')).status).toBe(503)
    expect((await away.browser().signIn('auditor', PASSWORD)).status).toBe(503)
    expect(errors).toEqual([])
    line.mend()
    expect((await auditor.query('me.get')).status).toBe(200)
    await pool.end()
    await away.close()
    line.end()
  })
})

describe('a disk of the database that is full', () => {
  it('is told as such, logged with its cause, and leaves nothing half-written', async () => {
    const database = await createTestDatabase()
    const pool = createPool(database.url, 4)
    const errors: object[] = []
    const log = { debug() {}, info() {}, warn() {}, error: (details: object) => void errors.push(details) }
    const full = await startAdminServer({ database: { ...database, pool, prisma: createPrisma(pool) }, log })
    await full.addUser('admin')
    const admin = await full.signedIn('admin')
    // What PostgreSQL answers when a table cannot grow: here the last write of the transaction, its audit row.
    await pool.query(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`)
    await pool.query(
      'CREATE TRIGGER full_disk BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION full_disk()',
    )
    const group = { name: 'Call centre', kind: 'Shared' }
    const { status, error } = await admin.mutate('deliveryGroups.create', group)
    expect([status, error?.code]).toEqual([503, 'disk-full'])
    expect(error?.message).toContain('The disk of the database is full')
    expect(errors).toHaveLength(1)
    await pool.query('DROP TRIGGER full_disk ON audit_event')
    expect((await admin.mutate('deliveryGroups.create', group)).status).toBe(200)
    await pool.end()
    await full.close()
  })
})

/** A way to the database that can be cut and mended: every connection over it breaks at once. */
async function breakableLine(databaseUrl: string) {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let whole = true
  const relay = createServer((socket) => {
    if (!whole) return void socket.destroy()
    const onward = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.port = String((relay.address() as AddressInfo).port)
  return {
    url: url.href,
    cut() {
      whole = false
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    mend() {
      whole = true
    },
    end: () => relay.close(),
  }
}
