import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { MAX_REPORT_BYTES, type Report, type ReportedSession } from '~/protocol/report'
import { getHost } from '~/server/services/get-host'
import { ingestReport } from '~/server/services/ingest-report'
import { publish } from '~/tests/support/publish'
import { openSession, report } from '~/tests/support/report'
import { createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
beforeAll(async () => {
  farm = await createTestFarm()
})
afterAll(() => farm.close())

const tell = (host: EnrolledHost, told: Report) => ingestReport(farm.ctx, host.id, told)
const later = (minutes: number) =>
  new Date(Date.parse('2026-11-22T12:00:00.000Z') + minutes * 60_000).toISOString()
const sessions = (host: EnrolledHost) =>
  farm.rows<{ number: number; logon_at: Date; ended_at: Date | null; end_reason: string | null }>(
    `SELECT number, logon_at, ended_at, end_reason FROM session WHERE host_id = $1::uuid ORDER BY number, logon_at`,
    host.id,
  )
const held = (host: EnrolledHost) =>
  farm.rows<{ address: string; program: string | null }>(
    `SELECT host(address) AS address, program FROM allocation_open WHERE host_id = $1::uuid
     ORDER BY address, program NULLS FIRST`,
    host.id,
  )
const closed = (host: EnrolledHost) =>
  farm.rows<{ address: string; held_from: Date; held_to: Date }>(
    `SELECT host(address) AS address, held_from, held_to FROM allocation WHERE host_id = $1::uuid
     ORDER BY address, held_from, held_to`,
    host.id,
  )
const post = (host: EnrolledHost, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${farm.origin}/api/agent/report`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.credential}`, 'content-type': 'application/json', ...headers },
    body,
  })

describe('a session', () => {
  test('is stored with its user, its prediction, its sockets and what it holds', async () => {
    const host = await farm.enrol('STORES')
    await tell(host, report(1, { opened: [openSession(7, { user: 'ana' })] }))
    const [row] = await farm.rows(
      `SELECT p.name, s.protocol, host(s.predicted) AS predicted, s.prediction, s.sockets, s.discrepancy
       FROM session s JOIN person p ON p.id = s.person_id WHERE s.host_id = $1::uuid`,
      host.id,
    )
    expect(row).toEqual({
      name: 'ana',
      protocol: 'ica',
      predicted: '127.0.0.8',
      prediction: { loopback: '127.0.0.8', by: 'simulated' },
      sockets: openSession(7).sockets,
      discrepancy: null,
    })
    expect(await held(host)).toEqual([
      { address: '127.0.0.8', program: null },
      { address: '127.0.0.8', program: 'softphone.exe' },
    ])
  })

  test('that lets an address go closes the interval when the host said so, never before it began', async () => {
    const host = await farm.enrol('LETSGO')
    const from = later(-30)
    const virtualIp = { kind: 'observed' as const, address: '10.0.0.5', network: '10.0.0.0/24', from }
    await tell(host, report(1, { opened: [openSession(7, { allocations: [virtualIp] })] }))
    await tell(host, report(2, { at: later(10), opened: [openSession(7, { allocations: [] })] }))
    expect(await held(host)).toEqual([])
    expect(await closed(host)).toEqual([
      { address: '10.0.0.5', held_from: new Date(from), held_to: new Date(later(10)) },
    ])
    const ahead = { ...virtualIp, from: later(60) }
    await tell(host, report(3, { at: later(11), opened: [openSession(7, { allocations: [ahead] })] }))
    await tell(host, report(4, { at: later(12), opened: [openSession(7, { allocations: [] })] }))
    expect((await closed(host)).at(-1)).toMatchObject({
      held_from: new Date(later(60)),
      held_to: new Date(later(60)),
    })
  })

  test('whose number returns with another logon ends its predecessor at its own start', async () => {
    const host = await farm.enrol('REPLACES')
    await tell(host, report(1, { opened: [openSession(7)] }))
    await tell(host, report(2, { opened: [openSession(7, { logonAt: later(-5) })] }))
    expect(await sessions(host)).toMatchObject([
      { ended_at: new Date(later(-5)), end_reason: 'replaced' },
      { logon_at: new Date(later(-5)), ended_at: null },
    ])
    expect((await closed(host)).map(({ held_to }) => held_to)).toEqual([
      new Date(later(-5)),
      new Date(later(-5)),
    ])
  })

  test('told of twice in one report with two logons is two sessions, the older one over', async () => {
    const host = await farm.enrol('BOTH')
    const opened = [openSession(7, { logonAt: later(-5) }), openSession(7)]
    await tell(host, report(1, { opened }))
    expect((await sessions(host)).map(({ end_reason }) => end_reason)).toEqual(['replaced', null])
    expect(await held(host)).toHaveLength(2)
    expect(await closed(host)).toHaveLength(2)
  })

  test('that a full report leaves out has ended', async () => {
    const host = await farm.enrol('MISSING')
    await tell(host, report(1, { opened: [openSession(7), openSession(8)] }))
    await tell(host, report(2, { full: true, at: later(1), opened: [openSession(8)] }))
    expect(await sessions(host)).toMatchObject([
      { number: 7, ended_at: new Date(later(1)), end_reason: 'missing-from-full-report' },
      { number: 8, ended_at: null },
    ])
  })

  test('may open and close in one report', async () => {
    const host = await farm.enrol('SHORT')
    const { id, logonAt } = openSession(7)
    const over = { id, logonAt, endedAt: later(-1) }
    await tell(host, report(1, { opened: [openSession(7)], closed: [over] }))
    expect(await sessions(host)).toMatchObject([{ ended_at: new Date(later(-1)), end_reason: 'closed' }])
    expect(await held(host)).toEqual([])
    expect(await closed(host)).toHaveLength(2)
  })

  test('seen with an address that another one has is stored all the same', async () => {
    const [one, other] = [await farm.enrol('OVER1'), await farm.enrol('OVER2')]
    const allocation = {
      kind: 'observed' as const,
      address: '10.9.9.9',
      network: '10.9.9.0/24',
      from: later(-1),
    }
    for (const host of [one, other]) {
      await tell(host, report(1, { opened: [openSession(7, { allocations: [allocation] })] }))
    }
    expect([await held(one), await held(other)]).toEqual([
      [{ address: '10.9.9.9', program: null }],
      [{ address: '10.9.9.9', program: null }],
    ])
  })

  test('that shows another address than predicted is marked with the reason', async () => {
    const host = await farm.enrol('DIFFERS')
    await publish(farm, [listing(['softphone.exe'])])
    const hash = farm.ctx.board.byId(host.id)?.wantedHash ?? undefined
    const sockets = [
      {
        program: 'softphone.exe',
        protocol: 'tcp' as const,
        listening: true,
        local: { address: '127.0.0.1', port: 5060 },
      },
    ]
    const applied = { generation: 2, hash, items: [], effective: {} }
    await tell(host, report(1, { applied, opened: [openSession(7, { sockets })] }))
    const rows = await farm.rows(`SELECT discrepancy FROM session WHERE host_id = $1::uuid`, host.id)
    expect(rows).toEqual([
      {
        discrepancy: {
          reason: 'not-enforced',
          program: 'softphone.exe',
          predicted: '127.0.0.8',
          observed: '127.0.0.1',
        },
      },
    ])
  })

  test('is judged again when its host applies something else, though nothing is said of it', async () => {
    const host = await farm.enrol('REJUDGED')
    await publish(farm, [listing(['softphone.exe', 'agenda.exe'])])
    const hash = farm.ctx.board.byId(host.id)?.wantedHash ?? undefined
    const sockets = openSession(7).sockets.map((socket) => ({
      ...socket,
      local: { address: '127.0.0.1', port: 5060 },
    }))
    const reason = () =>
      farm.rows(`SELECT discrepancy->>'reason' AS reason FROM session WHERE host_id = $1::uuid`, host.id)
    // No bundle yet: no list, and the socket is none that anyone lists.
    await tell(host, report(1, { opened: [openSession(7, { sockets })] }))
    expect(await reason()).toEqual([{ reason: 'not-listed' }])
    await tell(host, report(2, { applied: { generation: 2, hash, items: [], effective: {} } }))
    expect(await reason()).toEqual([{ reason: 'not-enforced' }])
  })
})

describe('a report', () => {
  test('that comes late, twice or out of order ends in the same rows as in order', async () => {
    const logonAt = later(-60)
    const over = (id: number, endedAt: string) => ({ id, logonAt, endedAt })
    const told: Report[] = [
      report(1, { opened: [openSession(1, { logonAt }), openSession(2, { logonAt })] }),
      report(2, {
        at: later(1),
        opened: [openSession(3, { logonAt }), openSession(1, { logonAt, allocations: [] })],
      }),
      report(3, { at: later(2), closed: [over(2, later(2))] }),
      report(4, {
        at: later(3),
        opened: [openSession(2, { logonAt: later(3) })],
        closed: [over(1, later(3))],
      }),
      report(5, { at: later(4), opened: [openSession(3, { logonAt: later(4) })] }),
    ]
    const state = async (host: EnrolledHost) => ({
      sessions: await sessions(host),
      held: await held(host),
      closed: await closed(host),
    })
    const inOrder = await farm.enrol('ORDER')
    for (const one of told) expect(await tell(inOrder, one)).toEqual({ ack: one.seq })
    const expected = await state(inOrder)
    const random = seeded(42)
    for (let round = 0; round < 12; round += 1) {
      const host = await farm.enrol(`SHUFFLED${round}`)
      let acked = 0
      // An outbox in disorder: everything not yet acknowledged arrives, shuffled and with doubles, until all is stored.
      for (let turn = 0; acked < told.length; turn += 1) {
        expect(turn).toBeLessThan(told.length + 1)
        const rest = told.filter(({ seq }) => seq > acked)
        for (const one of shuffled([...rest, ...rest, told[0] as Report], random)) {
          acked = Math.max(acked, (await tell(host, one)).ack)
        }
      }
      expect(await state(host)).toEqual(expected)
    }
  })

  test('of one host, sent at once in many copies, is stored once', async () => {
    const host = await farm.enrol('COPIES')
    await tell(host, report(1))
    const copies = Array.from({ length: 12 }, () => tell(host, report(2, { opened: [openSession(7)] })))
    expect(new Set((await Promise.all(copies)).map(({ ack }) => ack))).toEqual(new Set([2]))
    expect(await held(host)).toHaveLength(2)
  })

  test('sent a thousand times over is stored once', async () => {
    const host = await farm.enrol('THOUSAND')
    await tell(host, report(1))
    const twin = { opened: [openSession(7)], closed: [] }
    for (let batch = 0; batch < 20; batch += 1) {
      const copies = await Promise.all(Array.from({ length: 50 }, () => tell(host, report(2, twin))))
      expect(new Set(copies.map(({ ack }) => ack))).toEqual(new Set([2]))
    }
    expect(await sessions(host)).toHaveLength(1)
    expect(await held(host)).toHaveLength(2)
    expect(await closed(host)).toEqual([])
  })

  test('that closes an interval before it opened ends it at its start, and no sooner', async () => {
    const host = await farm.enrol('BACKWARDS')
    const { logonAt } = openSession(7)
    await tell(host, report(1, { opened: [openSession(7)] }))
    await tell(host, report(2, { closed: [{ id: 7, logonAt, endedAt: '2026-11-22T09:00:00.000Z' }] }))
    expect(await sessions(host)).toMatchObject([{ ended_at: new Date(logonAt), end_reason: 'closed' }])
    expect(await closed(host)).toMatchObject([
      { held_from: new Date(logonAt), held_to: new Date(logonAt) },
      { held_from: new Date(logonAt), held_to: new Date(logonAt) },
    ])
  })

  test('with times yet to come is stored as told, and says how far its clock is ahead', async () => {
    const host = await farm.enrol('FUTURE')
    const logonAt = '2031-01-01T00:00:00.000Z'
    await tell(host, report(1, { at: '2031-01-01T00:10:00.000Z', opened: [openSession(7, { logonAt })] }))
    await tell(
      host,
      report(2, {
        at: '2031-01-01T00:20:00.000Z',
        closed: [{ id: 7, logonAt, endedAt: '2031-01-01T00:15:00.000Z' }],
      }),
    )
    const [row] = await farm.rows<{ skew: number; received: Date }>(
      `SELECT clock_skew_ms AS skew, a.close_received_at AS received
       FROM host h JOIN allocation a ON a.host_id = h.id WHERE h.id = $1::uuid LIMIT 1`,
      host.id,
    )
    // What the column holds: some 23 days; beside it stands when the server was told.
    expect(row?.skew).toBe(2_000_000_000)
    expect(row?.received.getTime()).toBeLessThan(Date.parse('2027-01-01'))
    expect((await closed(host)).map(({ held_to }) => held_to)).toEqual(
      Array.from({ length: 2 }, () => new Date('2031-01-01T00:15:00.000Z')),
    )
  })

  test("of another host's session touches nothing of it: its own host, boot and logon are its identity", async () => {
    const [mine, theirs] = [await farm.enrol('MINE'), await farm.enrol('THEIRS')]
    await tell(theirs, report(1, { opened: [openSession(7, { user: 'ana' })] }))
    const before = { sessions: await sessions(theirs), held: await held(theirs) }
    const { logonAt } = openSession(7)
    await tell(mine, report(1, { opened: [openSession(7, { user: 'eva', allocations: [] })] }))
    await tell(mine, report(2, { closed: [{ id: 7, logonAt, endedAt: later(0) }] }))
    await tell(mine, report(3, { full: true }))
    expect({ sessions: await sessions(theirs), held: await held(theirs) }).toEqual(before)
    const [kept] = await farm.rows<{ name: string }>(
      `SELECT p.name FROM session s JOIN person p ON p.id = s.person_id WHERE s.host_id = $1::uuid`,
      theirs.id,
    )
    expect(kept?.name).toBe('ana')
  })

  test('that leaves a gap changes nothing and asks for all; the full one is taken whatever its number', async () => {
    const host = await farm.enrol('GAP')
    await tell(host, report(1, { opened: [openSession(7)] }))
    expect(await tell(host, report(5, { opened: [openSession(8)] }))).toEqual({ ack: 1, reportFull: true })
    expect(await sessions(host)).toHaveLength(1)
    expect(await tell(host, report(6, { full: true, opened: [openSession(8)] }))).toEqual({ ack: 6 })
    expect((await sessions(host)).map(({ end_reason }) => end_reason)).toEqual([
      'missing-from-full-report',
      null,
    ])
  })

  test('of an enrolment anew must be full: sessions that stayed are the same rows, others have ended', async () => {
    const host = await farm.enrol('ANEW')
    await tell(host, report(1, { opened: [openSession(7), openSession(8)] }))
    await farm.enrol('ANEW', { machineId: host.machineId })
    expect(await tell(host, report(1, { full: false }))).toEqual({ ack: 0, reportFull: true })
    expect(await tell(host, report(2, { full: true, opened: [openSession(7)] }))).toEqual({ ack: 2 })
    expect((await sessions(host)).map(({ end_reason }) => end_reason)).toEqual([
      null,
      'missing-from-full-report',
    ])
  })

  test('keeps the skew of the host’s clock, and what the host runs', async () => {
    const host = await farm.enrol('SKEW')
    const applied = {
      generation: 1,
      items: [{ setting: 'VirtualLoopbackSupport', state: 'applied' as const, since: later(0) }],
      effective: { VirtualLoopbackSupport: true },
    }
    const at = new Date(farm.clock.now().getTime() + 90_000).toISOString()
    await tell(host, report(1, { at, applied, agentVersion: '0.2.0' }))
    const [row] = await farm.rows(
      `SELECT clock_skew_ms, applied_generation, agent_version, applied FROM host WHERE id = $1::uuid`,
      host.id,
    )
    expect(row).toEqual({ clock_skew_ms: 90_000, applied_generation: 1, agent_version: '0.2.0', applied })
  })

  test('of other facts changes the host, what it is told, and the record', async () => {
    await publish(farm, [listing(['softphone.exe'])])
    const host = await farm.enrol('UPGRADED')
    const before = farm.ctx.board.byId(host.id)?.wantedHash
    const facts = {
      name: 'SELF',
      os: { family: 'windows' as const, version: 'Windows 11 Enterprise multi-session' },
    }
    await tell(host, report(1, { facts }))
    const [row] = await farm.rows(
      `SELECT name, os_version, wanted_generation FROM host WHERE id = $1::uuid`,
      host.id,
    )
    expect(row).toEqual({ name: 'UPGRADED', os_version: facts.os.version, wanted_generation: 2 })
    expect(farm.ctx.board.byId(host.id)?.wantedHash).not.toBe(before)
    const audit = await farm.rows(
      `SELECT action FROM audit_event WHERE object_id = $1 ORDER BY id DESC LIMIT 1`,
      host.id,
    )
    expect(audit).toEqual([{ action: 'host.facts-changed' }])
  })

  test('is not acknowledged, and leaves nothing, when the database is lost while it is stored', async () => {
    const host = await farm.enrol('LOST')
    await tell(host, report(1))
    const { pool } = farm.database
    const blocker = await pool.connect()
    await blocker.query('BEGIN')
    await blocker.query('LOCK TABLE session IN ACCESS EXCLUSIVE MODE')
    const answer = post(host, JSON.stringify(report(2, { opened: [openSession(7)] })))
    for (;;) {
      const { rows } = await blocker.query<{ killed: boolean }>(
        `SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity
         WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      )
      if (rows.length > 0) break
    }
    expect((await answer).status).toBe(503)
    expect((await answer).headers.get('retry-after')).toBe('5')
    await blocker.query('ROLLBACK')
    blocker.release()
    expect(await sessions(host)).toEqual([])
    expect(await tell(host, report(2, { opened: [openSession(7)] }))).toEqual({ ack: 2 })
    expect(await sessions(host)).toHaveLength(1)
  })

  test('is told to screens after it is stored', async () => {
    const host = await farm.enrol('TELLS')
    const kinds: string[] = []
    const stop = farm.ctx.hub.subscribe((events) => kinds.push(...events.map(({ kind }) => kind)))
    await tell(host, report(1, { opened: [openSession(7)] }))
    stop()
    expect(kinds).toEqual(['session', 'host'])
  })
})

describe('the body of a report', () => {
  test('may be gzipped', async () => {
    const host = await farm.enrol('GZIP')
    const answer = await post(host, new Uint8Array(gzipSync(JSON.stringify(report(1)))), {
      'content-encoding': 'gzip',
    })
    expect(await answer.json()).toEqual({ result: { data: { ack: 1 } } })
  })

  test('of more than 2 MiB is refused, also when it is small until it is unpacked', async () => {
    const host = await farm.enrol('HUGE')
    const large = JSON.stringify({ ...report(1), padding: 'x'.repeat(MAX_REPORT_BYTES) })
    const answers = [
      await post(host, large),
      await post(host, new Uint8Array(gzipSync(large)), { 'content-encoding': 'gzip' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([413, 413])
    expect(await answers[1]?.json()).toMatchObject({ error: { data: { app: { code: 'too-large' } } } })
  })

  test('with 2,000 sessions is stored by as many statements as one with two', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => bare(at + 1))
    const statements = async (name: string, count: number) => {
      const host = await farm.enrol(name)
      const spy = vi.spyOn(pg.Client.prototype, 'query')
      await tell(host, report(1, { opened: many(count) }))
      const sent = spy.mock.calls.length
      spy.mockRestore()
      expect(await sessions(host)).toHaveLength(count)
      expect(await held(host)).toHaveLength(count)
      return sent
    }
    const few = await statements('FEW', 2)
    expect(few).toBeLessThan(20)
    expect(await statements('MANY', 2_000)).toBe(few)
  })
})

/** A session with one address and no sockets. */
function bare(id: number): ReportedSession {
  const address = `127.0.${id >> 8}.${id & 255}`
  const allocations = [{ kind: 'computed' as const, address, network: 'loopback', from: later(-60) }]
  return openSession(id, { sockets: [], allocations, prediction: { loopback: null, by: 'none' } })
}

/** A small generator of its own: the same order in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const [one, two] = [items[at] as T, items[other] as T]
    items[at] = two
    items[other] = one
  }
  return items
}

describe('drift', () => {
  const setting = 'VirtualLoopbackPrograms'
  const since = later(1)
  const changed = {
    setting,
    state: 'drifted' as const,
    code: 'changed-outside',
    message: 'somebody removed softphone.exe',
    since,
  }
  const stands = { setting, state: 'applied' as const, since: later(2) }
  const applied = (item: typeof changed | typeof stands) => ({
    applied: { generation: 1, hash: 'x', items: [item], effective: {} },
  })
  const recorded = (host: EnrolledHost) =>
    farm.rows<{ actor_kind: string; actor_id: string; after: unknown }>(
      `SELECT actor_kind, actor_id, after FROM audit_event
       WHERE object_id = $1 AND action = 'host.drift-mended' ORDER BY id`,
      host.id,
    )

  test.each([
    ['while somebody is logged on', 'DRIFTBUSY', { opened: [openSession(7)] }],
    ['while nobody is', 'DRIFTIDLE', {}],
  ])('leaves a trace once the host has put it back, %s: who, what and since when', async (_, name, more) => {
    const host = await farm.enrol(name)
    await tell(host, report(1, { ...applied(stands), ...more }))
    await tell(host, report(2, applied(changed)))
    expect(await recorded(host)).toEqual([])
    await tell(host, report(3, applied(stands)))
    expect(await recorded(host)).toEqual([
      {
        actor_kind: 'host',
        actor_id: host.id,
        after: { drift: { [setting]: changed.message }, foundAt: since },
      },
    ])
    const { mendedDrift } = await getHost(farm.ctx, { id: host.id, withChanges: false })
    expect(mendedDrift).toMatchObject({ foundAt: since, settings: [{ setting, message: changed.message }] })
  })

  test('that comes back whenever it is put back is recorded once in ten minutes, another drift at once', async () => {
    const host = await farm.enrol('DRIFTWAR')
    await tell(host, report(1, applied(stands)))
    for (const [seq, message] of [
      [2, changed.message],
      [4, changed.message],
      [6, 'somebody added other.exe'],
    ] as const) {
      await tell(host, report(seq, applied({ ...changed, message })))
      await tell(host, report(seq + 1, applied(stands)))
    }
    expect((await recorded(host)).map(({ after }) => (after as { drift: object }).drift)).toEqual([
      { [setting]: changed.message },
      { [setting]: 'somebody added other.exe' },
    ])
  })
})

describe('the largest report that is allowed', () => {
  test('is stored in time that grows with it, not with its square', async () => {
    const host = await farm.enrol('LARGE')
    const from = later(0)
    const opened = Array.from({ length: 115 }, (_, id) => ({
      ...openSession(id + 1),
      sockets: [],
      allocations: Array.from({ length: 128 }, (_, at) => ({
        kind: 'observed' as const,
        address: `127.${id}.1.${at}`,
        network: 'loopback',
        from,
      })),
    }))
    await tell(host, report(1, { full: true, opened }))
    // The second tells the same: each address is looked up among those that are held.
    await tell(host, report(2, { full: true, opened }))
    expect(await held(host)).toHaveLength(115 * 128)
    expect(await closed(host)).toEqual([])
  })
})
