import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { heldThenSql } from '~/server/repositories/held-then'
import { heldBySession, heldByUser } from '~/server/services/history/held-by'
import { timelineOf } from '~/server/services/history/timeline'
import { MOST_HOLDERS, whoHeld } from '~/server/services/history/who-held'
import { ingestReport } from '~/server/services/ingest-report'
import { runInProcess } from '~/tests/support/command'
import { publish } from '~/tests/support/publish'
import { openSession, report } from '~/tests/support/report'
import { createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
let host: EnrolledHost
let hosts = 0

beforeAll(async () => {
  farm = await createTestFarm()
})
afterAll(() => farm.close())
beforeEach(async () => {
  hosts += 1
  host = await farm.enrol(`TS-${hosts}`)
})

const told = (seq: number, more: Parameters<typeof report>[1] = {}) =>
  ingestReport(farm.ctx, host.id, report(seq, more))
const who = (at: string, address = '127.0.0.8', on: string | undefined = host.name) =>
  whoHeld(farm.ctx, { address, at, host: on })
const users = async (...asked: Parameters<typeof who>) =>
  (await who(...asked)).holders.map(({ user, kind }) => `${user} ${kind}`)

describe('who held an address', () => {
  it('names whoever holds it now, from the start on and not before', async () => {
    await told(1, { opened: [openSession(7)] })
    expect(await users('2026-11-22T11:00:00Z')).toEqual(['user7 computed', 'user7 observed'])
    expect(await users('2026-11-22T10:59:59.999Z')).toEqual([])
    const [holder] = (await who('2026-11-22T12:30:00+01:00')).holders
    expect(holder).toMatchObject({
      number: 7,
      host: host.name,
      to: null,
      heldBy: 'both-clocks',
      clockSkewMs: 0,
    })
  })

  it('names whoever held it up to, but not at, the end', async () => {
    await told(1, { opened: [openSession(7)] })
    const closed = [{ id: 7, logonAt: openSession(7).logonAt, endedAt: '2026-11-22T11:30:00.000Z' }]
    await told(2, { closed })
    expect(await users('2026-11-22T11:29:59.999Z')).toHaveLength(2)
    expect(await users('2026-11-22T11:30:00Z')).toEqual([])
    const [holder] = (await who('2026-11-22T11:15:00Z')).holders
    expect(holder).toMatchObject({ to: '2026-11-22T11:30:00.000Z', receivedAt: '2026-11-22T12:00:00.000Z' })
  })

  it('names every one of several holders', async () => {
    const seen = [
      {
        kind: 'observed' as const,
        address: '10.20.3.7',
        network: '10.20.3.0/24',
        from: '2026-11-22T11:10:00Z',
      },
    ]
    await told(1, { opened: [openSession(1, { allocations: seen }), openSession(2, { allocations: seen })] })
    expect(await users('2026-11-22T11:20:00Z', '10.20.3.7')).toEqual(['user1 observed', 'user2 observed'])
  })

  it('tells the boots of a host apart, though numbers and addresses return', async () => {
    await told(1, { opened: [openSession(7)] })
    const later = openSession(7, { user: 'eva', logonAt: '2026-11-22T11:59:59.700Z' })
    await told(1, { boot: 'boot-bbbbbbbb', at: '2026-11-22T11:59:59.500Z', opened: [later] })
    const before = await who('2026-11-22T11:59:59.400Z')
    expect(before.holders.map(({ user, boot }) => `${user} ${boot}`)).toEqual(
      Array(2).fill('user7 boot-aaaaaaaa'),
    )
    expect(await users('2026-11-22T11:59:59.600Z')).toEqual([])
    expect((await who('2026-11-22T11:59:59.800Z')).holders[0]).toMatchObject({
      user: 'eva',
      boot: 'boot-bbbbbbbb',
    })
  })

  it('says which clock an answer hangs on when the clock of the host is off', async () => {
    // The host is ten minutes behind: what it calls 11:00 was 11:10.
    await told(1, { at: '2026-11-22T11:50:00.000Z', opened: [openSession(7)] })
    const clocks = async (at: string) => [...new Set((await who(at)).holders.map(({ heldBy }) => heldBy))]
    expect(await clocks('2026-11-22T11:05:00Z')).toEqual(['host-clock'])
    expect(await clocks('2026-11-22T11:15:00Z')).toEqual(['both-clocks'])
    expect(await clocks('2026-11-22T10:55:00Z')).toEqual([])
    const closed = [{ id: 7, logonAt: openSession(7).logonAt, endedAt: '2026-11-22T11:30:00.000Z' }]
    await told(2, { at: '2026-11-22T11:50:00.000Z', closed })
    expect(await clocks('2026-11-22T11:35:00Z')).toEqual(['corrected-clock'])
  })

  it('finds a long interval behind a thousand short ones', async () => {
    await told(1, { opened: [openSession(7)] })
    await told(2, {
      closed: [{ id: 7, logonAt: openSession(7).logonAt, endedAt: '2026-11-22T11:59:00.000Z' }],
    })
    await farm.database.pool.query(
      `INSERT INTO allocation (id, session_id, host_id, kind, network, address, program, held_from, held_to, received_at)
       SELECT gen_random_uuid(), s.id, s.host_id, 'observed', 'loopback', '127.0.0.8', 'p.exe',
         s.logon_at + n * interval '1 second', s.logon_at + (n + 0.5) * interval '1 second', now()
       FROM session s, generate_series(1, 1000) n WHERE s.host_id = $1`,
      [host.id],
    )
    expect(await users('2026-11-22T11:16:40.700Z')).toEqual(['user7 computed', 'user7 observed'])
    expect(await users('2026-11-22T11:16:40.200Z')).toHaveLength(3)
  })

  it('answers for all hosts without one, and says when it is cut', async () => {
    await told(1, { opened: [openSession(7)] })
    const { rows } = await farm.database.pool.query<{ id: string }>(
      'SELECT id FROM session WHERE host_id = $1',
      [host.id],
    )
    await farm.database.pool.query(
      `INSERT INTO allocation (id, session_id, host_id, kind, network, address, held_from, held_to, received_at)
       SELECT gen_random_uuid(), $1, $2, 'computed', 'loopback', '127.0.9.1', '2026-01-01', '2026-01-02', now()
       FROM generate_series(1, $3::int)`,
      [rows[0]?.id, host.id, MOST_HOLDERS + 5],
    )
    const on = await whoHeld(farm.ctx, { address: '127.0.9.1', at: '2026-01-01T12:00:00Z' })
    expect([on.holders.length, on.cut, on.loopbackOf]).toEqual([MOST_HOLDERS, true, 2304])
    const off = await whoHeld(farm.ctx, { address: '127.0.9.1', at: '2026-01-02T00:00:00Z' })
    expect([off.holders, off.cut]).toEqual([[], false])
  })

  it('names the revision that was the newest then', async () => {
    for (const [number, at] of [
      [1, '2026-11-22T08:00:00Z'],
      [2, '2026-11-22T11:30:00Z'],
    ] as const) {
      await farm.database.prisma.revision.create({
        data: {
          number,
          policies: [],
          contentHash: `h${number}`,
          reason: `reason ${number}`,
          changes: 0,
          changedHosts: 0,
          publishedAt: new Date(at),
          publishedBy: 'cli',
        },
      })
    }
    expect((await who('2026-11-22T07:59:59Z')).revision).toBeNull()
    expect((await who('2026-11-22T11:29:59Z')).revision).toMatchObject({ number: 1, reason: 'reason 1' })
    expect((await who('2026-11-22T11:30:00Z')).revision?.number).toBe(2)
  })

  it('names what its host had in force, which is not what the farm had newest', async () => {
    await told(1, { opened: [openSession(7)] })
    const revision = await publish(farm, [listing(['softphone.exe'])])
    const now = '2026-11-22T12:00:00.000Z'
    expect((await who(now)).holders.map(({ inForce }) => inForce)).toEqual([null, null])
    const { wantedGeneration: generation, wantedHash: hash } = farm.ctx.board.byId(host.id) ?? {}
    await told(2, { applied: { generation: generation ?? 0, hash: hash ?? '', items: [], effective: {} } })
    await publish(farm, [listing(['softphone.exe', 'dialer.exe'])])
    const [holder] = (await who(now)).holders
    expect(holder?.inForce).toEqual({ revision, since: now })
    expect((await who('2026-11-22T11:59:59.999Z')).holders[0]?.inForce).toBeNull()
    const span = { from: '2026-11-22T11:00:00Z', to: now }
    const { revisions } = await timelineOf(farm.ctx, { address: '127.0.0.8', host: host.name, ...span })
    expect(revisions).toEqual([{ host: host.name, number: revision, at: now, reason: 'test' }])
  })

  it('reads the history by its index only', async () => {
    const client = await farm.database.pool.connect()
    try {
      await client.query('BEGIN; SET LOCAL enable_seqscan = off')
      for (const ofHosts of [true, false]) {
        const values = ['127.0.0.8', '2026-11-22T11:20:00Z', 10, ...(ofHosts ? [host.name, null] : [])]
        const { rows } = await client.query(`EXPLAIN ${heldThenSql(ofHosts)}`, values)
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        expect(plan).toMatch(
          /allocation_held_then.*\n\s*Index Cond: \(\(a?\.?address = .*host_id = .*width_bucket.*held_from/,
        )
        expect(plan).toContain('allocation_open_address_host_id_idx')
      }
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  })

  it.each([
    [{ address: '127.0.0.0' }, 'address', 'only 127.0.0.1 to 127.255.255.255'],
    [{ address: '::1' }, 'address', 'IPv4'],
    [{ address: '10.0.0.08' }, 'address', 'four whole numbers'],
    [{ address: "10.0.0.8' OR true --" }, 'address', 'four whole numbers'],
    [{ address: '10.0.0.8', at: '2026-05-03T14:03:10' }, 'at', 'has none'],
    [{ address: '10.0.0.8', at: '2026-11-22T12:02:00Z' }, 'at', 'only what has been'],
    [{ address: '10.0.0.8', host: 'NOBODY' }, 'host', 'no host'],
  ])('refuses %j by its field', async (request, field, rule) => {
    const error = await whoHeld(farm.ctx, request).catch((thrown) => thrown)
    expect(error.problems).toMatchObject([{ field }])
    expect(error.problems[0].rule).toContain(rule)
  })
})

describe('what was held', () => {
  it('by the sessions of a number, newest first and page by page', async () => {
    await told(1, { opened: [openSession(7)] })
    await told(2, { opened: [openSession(7, { user: 'eva', logonAt: '2026-11-22T11:50:00.000Z' })] })
    const first = await heldBySession(farm.ctx, { host: host.name.toLowerCase(), number: 7, limit: 3 })
    const rest = await heldBySession(farm.ctx, {
      host: host.id,
      number: 7,
      limit: 3,
      cursor: first.next ?? '',
    })
    const rows = [...first.rows, ...rest.rows]
    expect(rows.map(({ user }) => user)).toEqual(['eva', 'eva', 'user7', 'user7'])
    expect(rest.next).toBeNull()
    expect(new Set(rows.map(({ id }) => id)).size).toBe(4)
    const then = { host: host.name, number: 7, at: '2026-11-22T11:20:00Z', limit: 50 }
    expect((await heldBySession(farm.ctx, then)).rows.map(({ user }) => user)).toEqual(['user7', 'user7'])
  })

  it('by a user in a period, and nothing outside it', async () => {
    const user = `ana-${randomUUID().slice(0, 8)}`
    await told(1, { opened: [openSession(3, { user })] })
    await told(2, {
      closed: [{ id: 3, logonAt: openSession(3).logonAt, endedAt: '2026-11-22T11:30:00.000Z' }],
    })
    const held = async (from: string, to: string) =>
      (await heldByUser(farm.ctx, { user, from, to, limit: 50 })).rows.map(({ address }) => address)
    expect(await held('2026-11-22T11:29:00Z', '2026-11-22T12:00:00Z')).toEqual(['127.0.0.4', '127.0.0.4'])
    expect(await held('2026-11-22T11:30:00Z', '2026-11-22T12:00:00Z')).toEqual([])
    expect(await held('2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z')).toEqual([])
    await expect(held('2026-11-22T11:00:00Z', '2026-11-22T10:00:00Z')).rejects.toThrow(
      /^to: .*ends after it began/,
    )
    await expect(held('2020-01-01T00:00:00Z', '2026-11-22T10:00:00Z')).rejects.toThrow(/at most 366 days/)
  })
})

describe('vipfarm who', () => {
  const vipfarm = (...line: string[]) =>
    runInProcess(['who', ...line], {}, { env: { DATABASE_URL: farm.database.url } })

  it('prints the holders with zones, or one line of JSON', async () => {
    await told(1, { opened: [openSession(7)] })
    const line = ['127.0.0.8', '--at', '2026-11-22T11:20:00Z', '--host', host.name]
    const { code, out, err } = await vipfarm(...line)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^127\.0\.0\.8 at 2026-11-22T11:20:00\.000Z, the loopback address of session 7\n/)
    expect(out).toMatch(/\nuser7 .* computed .* 2026-11-22T11:00:00\.000Z +held now/)
    const json = JSON.parse((await vipfarm(...line, '--json')).out)
    expect(json).toMatchObject({ cut: false, holders: [{ user: 'user7' }, { user: 'user7' }] })
    const session = await vipfarm('--session', `${host.name}/7`, '--json')
    expect(JSON.parse(session.out).rows).toHaveLength(2)
    const period = ['--from', '2026-11-22T11:00:00Z', '--to', '2026-11-22T11:40:00Z']
    expect((await vipfarm('--user', 'user7', ...period)).out).toContain(host.name)
  })

  it.each([
    ['127.0.0.8 --at 2026-05-03T14:03:10', 1, /^vipfarm: at: .*has none\. Add the zone/],
    ['127.0.0.8 --host NOBODY', 1, /^vipfarm: host: "NOBODY": no host/],
    ['--session TS-1', 1, /HOST\/NUMBER/],
    ['--session TS-1/16777215', 1, /16777214/],
    ['127.0.0.8 --user ana', 2, /only one of them/],
    ['', 2, /give an address/],
    ['--user ana', 2, /--from/],
  ])('%s: exit code %i', async (line, code, message) => {
    const ran = await vipfarm(...line.split(' ').filter(Boolean))
    expect([ran.code, ran.out]).toEqual([code, ''])
    expect(ran.err).toMatch(message)
  })
})
