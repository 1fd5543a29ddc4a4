import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addHost, addSession } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'
import { until } from '~/tests/support/until'

let server: AdminServer
let auditor: Browser

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('auditor')
  await server.addUser('operator')
  await server.addUser('helpdesk')
  auditor = await server.signedIn('auditor')
})
afterAll(() => server.close())

const record = (action: string, reason: string) =>
  server.database.prisma.auditEvent.create({
    data: { actorKind: 'system', action, objectKind: 'test', reason },
  })
const readings = () =>
  server.database.prisma.auditEvent.findMany({
    where: { action: { startsWith: 'export.' } },
    orderBy: { id: 'asc' },
  })

describe('an export as CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\ufeff+1', '＝1'])(
    'disarms a cell that begins like a formula: %j',
    async (reason) => {
      await record('test.formula', reason)
      const text = await (await auditor.fetch('/api/export/audit.csv?action=test.formula')).text()
      expect(text).toContain(`'${reason}`)
      expect(text).not.toContain(`,${reason}`)
      expect(text).not.toContain(`,"${reason}`)
    },
  )

  it('quotes as RFC 4180 says, below one line of names', async () => {
    await record('test.quoting', 'says "no",\nand "why"')
    const response = await auditor.fetch('/api/export/audit.csv?action=test.quoting')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="vipfarm-audit-\d{4}-\d\d-\d\d\.csv"$/,
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    const text = await response.text()
    expect(text.split('\n')[0]).toBe(
      'id,at,actor_kind,actor_id,actor_name,action,object_kind,object_id,object_name,before,after,reason,request_id',
    )
    expect(text).toContain('"says ""no"",\nand ""why"""')
  })
})

describe('an export as JSON Lines', () => {
  it('gives back what was stored, one object a line', async () => {
    const reason = '=1+1 \\ "quoted"\n\u0001 é 漢'
    await record('test.json', reason)
    const response = await auditor.fetch('/api/export/audit.jsonl?action=test.json')
    const lines = (await response.text()).trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(String(lines[0]))).toMatchObject({
      id: expect.any(Number),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      action: 'test.json',
      reason,
      before: null,
    })
  })
})

describe('addresses held', () => {
  it('are exported from history and from what is held now, with host, person and UTC times', async () => {
    const { prisma } = server.database
    const hostId = await addHost(prisma, { name: 'CC1', deliveryGroup: 'Call centre' })
    const sessionId = await addSession(prisma, { hostId, number: 7, user: 'EX\\ana' })
    const held = { sessionId, hostId, kind: 'computed' as const, network: 'loopback', address: '127.0.0.8' }
    await prisma.allocation.create({
      data: {
        ...held,
        id: '00000000-0000-4000-8000-000000000001',
        program: '=cmd.exe',
        heldFrom: new Date('2026-03-01T08:00:00Z'),
        heldTo: new Date('2026-03-01T09:00:00Z'),
        receivedAt: new Date('2026-03-01T08:00:01Z'),
      },
    })
    await prisma.allocationOpen.create({ data: { ...held, heldFrom: new Date('2026-03-01T09:30:00Z') } })
    const text = await (await auditor.fetch('/api/export/allocations.csv')).text()
    const lines = text.trimEnd().split('\n')
    expect(lines[0]).toBe(
      'id,host,person,session,boot,logon_at,kind,network,address,program,held_from,held_to,received_at',
    )
    expect(lines[1]).toBe(
      [
        '00000000-0000-4000-8000-000000000001,CC1,EX\\ana,7,boot-0001,2026-03-01T08:00:00.000Z,computed,loopback',
        "127.0.0.8,'=cmd.exe,2026-03-01T08:00:00.000Z,2026-03-01T09:00:00.000Z,2026-03-01T08:00:01.000Z",
      ].join(),
    )
    expect(lines[2]).toMatch(/,2026-03-01T09:30:00.000Z,,/)
    const count = async (query: string) =>
      (await (await auditor.fetch(`/api/export/allocations.jsonl?${query}`)).text()).split('\n').length - 1
    expect(await count('host=cc1')).toBe(2)
    expect(await count('host=CC2')).toBe(0)
    expect(await count('to=2026-03-01T09:15:00Z')).toBe(1)
    expect(await count('from=2026-03-01T09:15:00Z&to=')).toBe(1)
  })
})

describe('reading an export', () => {
  it('is on the record: who, what, which filter, how many rows', async () => {
    await (await auditor.fetch('/api/export/audit.csv?action=test.formula&from=2026-01-01')).text()
    const start = (await readings()).find(
      ({ after }) =>
        (after as { filter?: { from?: string } } | null)?.filter?.from === '2026-01-01T00:00:00.000Z',
    )
    expect(start).toMatchObject({
      action: 'export.audit',
      actorKind: 'user',
      after: { format: 'csv', filter: { action: 'test.formula', from: '2026-01-01T00:00:00.000Z' } },
    })
    const end = await until('the end of the export on the record', async () =>
      (await readings()).find(({ id, objectId }) => id !== start?.id && objectId === start?.objectId),
    )
    expect(end).toMatchObject({ action: 'export.end', after: { complete: true, rows: 10 } })
  })

  it('needs its own permission; a refusal is not recorded as a reading', async () => {
    const operator = await server.signedIn('operator')
    const helpdesk = await server.signedIn('helpdesk')
    const starts = async () => (await readings()).filter(({ action }) => action !== 'export.end').length
    const before = await starts()
    const status = async (browser: Browser, path: string) =>
      (await browser.fetch(`/api/export/${path}`)).status
    expect(await status(server.browser(), 'audit.csv')).toBe(401)
    expect(await status(operator, 'audit.csv')).toBe(403)
    expect(await status(helpdesk, 'allocations.jsonl')).toBe(403)
    expect(await status(auditor, 'passwords.csv')).toBe(404)
    expect(await status(auditor, 'audit.csv?from=yesterday')).toBe(400)
    expect(await status(auditor, 'audit.csv?form=2026-01-01')).toBe(400)
    const planted = await auditor.fetch('/api/export/audit.csv', {
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(planted.status).toBe(403)
    expect(await starts()).toBe(before)
  })

  it('takes filters as text, never as SQL', async () => {
    const evil = encodeURIComponent("x' OR '1'='1\\'; DROP TABLE policy; --")
    const text = await (await auditor.fetch(`/api/export/audit.jsonl?action=${evil}`)).text()
    expect(text).toBe('')
    expect(await server.database.prisma.policy.count()).toBe(0)
  })
})

describe('a long export', () => {
  const ROWS = 100_000

  beforeAll(async () => {
    await server.database.pool.query(
      `INSERT INTO audit_event (actor_kind, action, object_kind, reason)
       SELECT 'system', 'test.long', 'test', repeat('x', 300) || n FROM generate_series(1, ${ROWS}) AS n`,
    )
  })

  const copies = async () => {
    const { rows } = await server.database.pool.query<{ wait_event: string | null }>(
      `SELECT wait_event FROM pg_stat_activity
       WHERE query LIKE 'COPY (SELECT%' AND state = 'active' AND datname = current_database()`,
    )
    return rows
  }

  it('comes whole', async () => {
    const response = await auditor.fetch('/api/export/audit.jsonl?action=test.long')
    let lines = 0
    let bytes = 0
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      for (const byte of chunk) if (byte === 10) lines += 1
      bytes += chunk.length
    }
    expect(lines).toBe(ROWS)
    expect(bytes).toBeGreaterThan(40_000_000)
  })

  it('waits in the database, not in our memory, for a reader that stops; and ends when the reader goes away', async () => {
    const before = process.memoryUsage().arrayBuffers
    const reader = get(
      `${server.url}/api/export/audit.csv?action=test.long`,
      { headers: { cookie: String(auditor.cookie) } },
      (response) => response.once('data', () => response.pause()),
    )
    reader.on('error', () => {})
    await until('the database to wait for the reader', async () =>
      (await copies()).some(({ wait_event }) => wait_event === 'ClientWrite'),
    )
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
    reader.destroy()
    await until('the query to end', async () => (await copies()).length === 0)
    await until('the end on the record', async () =>
      (await readings()).some(({ after }) => (after as { complete?: boolean } | null)?.complete === false),
    )
    expect((await auditor.query('me.get')).status).toBe(200)
  })
})
