import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppliedState } from '~/protocol/report'
import { checkIn } from '~/server/services/check-in'
import { getHost } from '~/server/services/get-host'
import { getSession } from '~/server/services/get-session'
import { hostsSummary } from '~/server/services/hosts-summary'
import { ingestReport } from '~/server/services/ingest-report'
import { listHosts } from '~/server/services/list-hosts'
import { listSessions } from '~/server/services/list-sessions'
import { retireHost } from '~/server/services/retire-host'
import { watchHosts, watchSessions } from '~/server/services/row-streams'
import { createStaleSignal } from '~/server/services/signal-stale'
import type { HostRow } from '~/server/services/views/host-view'
import type { Page } from '~/server/services/views/page'
import { publish } from '~/tests/support/publish'
import { BOOT, openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
const hosts = new Map<string, EnrolledHost>()
const host = (name: string) => {
  const found = hosts.get(name)
  if (!found) throw new Error(`no host ${name}`)
  return found
}

beforeAll(async () => {
  farm = await createTestFarm()
  for (const name of ['delta', 'Alpha', 'CHARLIE', 'bravo', 'Echo', 'Foxtrot']) {
    hosts.set(name, await farm.enrol(name, { group: name < 'a' ? 'Sales' : 'Call centre' }))
  }
  await tellApplied('Alpha', 'applied')
  await tellApplied('bravo', 'failed')
  await tellApplied('CHARLIE', 'drifted')
  await tellApplied('delta', 'pending')
})
afterAll(() => farm.close())

async function tellApplied(name: string, state: AppliedState['items'][number]['state']) {
  const { wantedGeneration: generation, wantedHash: hash } = board(name)
  const since = '2026-11-22T11:59:00.000Z'
  const items = [
    { setting: 'VirtualLoopbackSupport', state: 'applied' as const, since },
    {
      setting: 'VirtualLoopbackPrograms',
      state,
      since,
      ...(state === 'pending' && { waitsFor: 'restart' as const }),
    },
  ]
  const applied = { generation, hash: hash ?? undefined, items, effective: { VirtualLoopbackSupport: true } }
  const opened = [openSession(7, { user: `ana of ${name}` }), openSession(8, { user: `luis of ${name}` })]
  await ingestReport(farm.ctx, host(name).id, report(1, { applied, opened }))
}

function board(name: string) {
  const found = farm.ctx.board.byId(host(name).id)
  if (!found) throw new Error(`${name} is not on the board`)
  return found
}

/** Reads every page. */
async function all<Row>(page: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Row[][]> {
  const pages: Row[][] = []
  let cursor: string | undefined
  do {
    const { rows, next } = await page(cursor)
    pages.push(rows)
    cursor = next ?? undefined
  } while (cursor !== undefined && pages.length < 50)
  return pages
}
const names = (rows: HostRow[]) => rows.map(({ name }) => name)

describe('the list of hosts', () => {
  test('goes by name without case, in pages that neither repeat nor skip', async () => {
    const pages = await all((cursor) => listHosts(farm.ctx, { cursor, limit: 4 }))
    expect(pages.map(names)).toEqual([
      ['Alpha', 'bravo', 'CHARLIE', 'delta'],
      ['Echo', 'Foxtrot'],
    ])
  })

  test('derives convergence from what is wanted and what was read back', async () => {
    const { rows } = await listHosts(farm.ctx, { limit: 50 })
    const states = Object.fromEntries(rows.map(({ name, convergence }) => [name, convergence]))
    expect(states).toMatchObject({
      Alpha: { state: 'converged' },
      bravo: { state: 'partial', since: '2026-11-22T11:59:00.000Z' },
      CHARLIE: { state: 'drifted' },
      delta: { state: 'pending', waitsFor: 'restart' },
      Echo: { state: 'pending', waitsFor: 'check-in' },
    })
    expect(rows.find(({ name }) => name === 'bravo')).toMatchObject({
      failedItems: 1,
      sessions: 2,
      appliedGeneration: 1,
      wantedGeneration: 1,
      lastSeenAt: farm.clock.now().toISOString(),
    })
  })

  test('is narrowed by convergence, group, lifecycle and words', async () => {
    const pending = await all((cursor) => listHosts(farm.ctx, { cursor, limit: 1, convergence: 'pending' }))
    expect(pending.flat().map(({ name }) => name)).toEqual(['delta', 'Echo', 'Foxtrot'])
    expect(names((await listHosts(farm.ctx, { limit: 50, deliveryGroup: 'sales' })).rows)).toEqual([
      'Alpha',
      'CHARLIE',
      'Echo',
      'Foxtrot',
    ])
    expect(names((await listHosts(farm.ctx, { limit: 50, q: 'RA' })).rows)).toEqual(['bravo'])
    expect(names((await listHosts(farm.ctx, { limit: 50, lifecycle: 'retired' })).rows)).toEqual([])
  })

  test('of one convergence, another name and one page after the other, shows each once', async () => {
    const found = await all((cursor) =>
      listHosts(farm.ctx, { cursor, limit: 1, convergence: 'pending', q: 'o' }),
    )
    expect(found.flat().map(({ name }) => name)).toEqual(['Echo', 'Foxtrot'])
  })

  test('counts what another server process stored at the next question', async () => {
    const counted = async () => (await hostsSummary(farm.ctx)).byConvergence
    const before = await counted()
    const { id } = host('Alpha')
    const put = (items: string) =>
      farm.ctx.database.$executeRawUnsafe(
        `UPDATE host SET applied = jsonb_set(applied, '{items}', $2::jsonb), applied_at = $3 WHERE id = $1::uuid`,
        ...[id, items, farm.clock.now()],
      )
    const [was] = await farm.ctx.database.$queryRawUnsafe<{ items: string }[]>(
      `SELECT (applied->'items')::text AS items FROM host WHERE id = $1::uuid`,
      id,
    )
    await put('[{"setting": "VirtualLoopbackSupport", "state": "failed"}]')
    expect(await counted()).toEqual({
      ...before,
      converged: before.converged - 1,
      failed: before.failed + 1,
    })
    await put(was?.items ?? '[]')
    expect(await counted()).toEqual(before)
  })

  test('refuses a cursor that it did not give', async () => {
    const cursor = Buffer.from('["a"]').toString('base64url')
    await expect(listHosts(farm.ctx, { limit: 5, cursor })).rejects.toMatchObject({
      code: 'bad-input',
      problems: [{ field: 'cursor' }],
    })
  })

  test('shows who fell silent, beside who is heard, and tells screens of it', async () => {
    const signal = createStaleSignal(farm.ctx)
    expect(signal()).toBe(0)
    farm.clock.pass(91_000)
    await checkIn(farm.ctx, board('Alpha'), {
      v: 1,
      boot: BOOT,
      seq: 1,
      generation: 1,
      hash: board('Alpha').wantedHash ?? '',
    })
    expect(signal()).toBe(3)
    const { rows } = await listHosts(farm.ctx, { limit: 50, convergence: 'stale' })
    expect(names(rows)).toEqual(['bravo', 'CHARLIE', 'delta'])
    expect(await hostsSummary(farm.ctx)).toMatchObject({
      total: 6,
      byConvergence: { converged: 1, stale: 3, pending: 2 },
      byLifecycle: { active: 6, retired: 0 },
      sessions: 8,
      stragglers: [{ name: 'bravo', state: 'stale' }, {}, {}, {}, {}],
    })
    for (const name of ['bravo', 'CHARLIE', 'delta']) board(name).lastSeenMs = farm.clock.now().getTime()
    expect(signal()).toBe(3)
  })
})

describe('one host', () => {
  test('is shown with its items, its sessions and, to those who may see the record, its changes', async () => {
    const view = await getHost(farm.ctx, { id: host('bravo').id, withChanges: true })
    expect(view).toMatchObject({
      machineId: host('bravo').machineId,
      boot: BOOT,
      clockSkewMs: 0,
      effective: { VirtualLoopbackSupport: true },
      config: { v: 1 },
      refused: null,
      items: [{ state: 'applied' }, { state: 'failed' }],
      sessionRows: [{}, {}],
      changes: [{ action: 'host.enroll', actor: { kind: 'host', name: 'bravo' } }],
    })
    expect((await getHost(farm.ctx, { id: host('bravo').id, withChanges: false })).changes).toEqual([])
    await expect(getHost(farm.ctx, { id: crypto.randomUUID(), withChanges: false })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('the list of sessions', () => {
  test('goes from the newest logon on, in pages that neither repeat nor skip', async () => {
    const pages = await all((cursor) => listSessions(farm.ctx, { cursor, limit: 3 }))
    expect(pages.map((rows) => rows.length)).toEqual([3, 3, 2])
    expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(8)
  })

  test('shows predicted beside observed, and is found by user, host, program and address', async () => {
    const find = async (q: string) => (await listSessions(farm.ctx, { limit: 50, q })).rows
    expect(await find('ANA OF bravo')).toMatchObject([
      {
        host: 'bravo',
        user: 'ana of bravo',
        number: 7,
        predicted: { address: '127.0.0.8', reason: null, by: 'simulated' },
        observed: [{ address: '127.0.0.8', program: 'softphone.exe' }],
        virtualIps: [],
        programs: ['softphone.exe'],
        discrepancy: null,
        sockets: 1,
        endedAt: null,
      },
    ])
    expect(await find('127.0.0.9')).toHaveLength(4)
    expect(await find('SOFTphone')).toHaveLength(8)
    expect(await find('charlie')).toHaveLength(2)
    expect(await find('100%')).toHaveLength(0)
    for (const odd of ['soft.hone', '.*', '(', '"', '\\', '$[*]', '" flag "i'])
      expect(await find(odd), odd).toEqual([])
  })

  test('keeps ended ones with what they held', async () => {
    const { id, logonAt } = openSession(8)
    const endedAt = '2026-11-22T12:30:00.000Z'
    await ingestReport(farm.ctx, host('delta').id, report(2, { closed: [{ id, logonAt, endedAt }] }))
    const { rows } = await listSessions(farm.ctx, { limit: 50, state: 'ended', hostId: host('delta').id })
    expect(rows).toMatchObject([{ number: 8, endedAt, observed: [{ address: '127.0.0.9' }] }])
    expect((await listSessions(farm.ctx, { limit: 50, state: 'all' })).rows).toHaveLength(8)
    const view = await getSession(farm.ctx, { id: rows[0]?.id ?? '' })
    expect(view).toMatchObject({
      boot: BOOT,
      sockets: [{ program: 'softphone.exe' }],
      allocations: [
        { kind: expect.any(String), from: logonAt, to: endedAt },
        { from: logonAt, to: endedAt },
      ],
    })
  })

  test('finds ended ones by a whole address, rare or held thousands of times, and by a program', async () => {
    const ended = async (q: string) => (await listSessions(farm.ctx, { limit: 50, q, state: 'ended' })).rows
    const [session] = await ended('softPHONE')
    expect(await ended('127.0.0.9')).toMatchObject([{ number: 8 }])
    const holdOften = (address: string, times: number) =>
      farm.rows(
        `INSERT INTO allocation (id, session_id, host_id, kind, network, address, held_from, held_to, received_at)
         SELECT gen_random_uuid(), id, host_id, 'observed', '10.9.0.0/16', $2::inet, logon_at, ended_at, logon_at
         FROM session, generate_series(1, $3::int) WHERE id = $1::uuid`,
        ...[session?.id, address, times],
      )
    await holdOften('10.9.0.1', 1)
    await holdOften('10.9.0.2', 5_000)
    for (const address of ['10.9.0.1', '10.9.0.2'])
      expect(await ended(address), address).toMatchObject([{ number: 8 }])
    expect(await ended('10.9.0.3')).toEqual([])
    expect(await ended('999.9.0.3')).toEqual([])
  })
})

describe('rows that change', () => {
  test('reach whoever watches, as they are now, and stop with the signal', async () => {
    const stop = new AbortController()
    const sessions = watchSessions(farm.ctx, stop.signal)
    const rows = watchHosts(farm.ctx, stop.signal)
    expect(await sessions.next()).toMatchObject({ value: { event: { kind: 'joined', whole: false } } })
    const [nextSession, nextHost] = [sessions.next(), rows.next()]
    await ingestReport(farm.ctx, host('Alpha').id, report(2, { opened: [openSession(9, { user: 'eva' })] }))
    expect(await nextSession).toMatchObject({
      value: { event: { kind: 'session', row: { user: 'eva', number: 9 } } },
    })
    expect(await nextHost).toMatchObject({ value: { kind: 'host', row: { name: 'Alpha', sessions: 3 } } })
    const last = [sessions.next(), rows.next()]
    stop.abort()
    expect(await Promise.all(last)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ])
  })

  test('include hosts that are retired', async () => {
    const stop = new AbortController()
    const next = watchHosts(farm.ctx, stop.signal).next()
    await retireHost(farm.ctx, CLI, { id: host('Foxtrot').id, reason: 'scrapped' })
    expect(await next).toMatchObject({
      value: { kind: 'host', row: { name: 'Foxtrot', lifecycle: 'retired' } },
    })
    stop.abort()
    const { rows } = await listHosts(farm.ctx, { limit: 50 })
    expect(names(rows)).not.toContain('Foxtrot')
  })
})

// Last, as it changes what the others look at.
describe('the hosts of a revision', () => {
  test('are those that it changed, of one convergence as well', async () => {
    const sales = { type: 'DesktopGroup' as const, mode: 'Allow' as const, value: 'Sales', enabled: true }
    const revision = await publish(farm, [listing(['crm.exe'], { filters: [sales] })])
    const { rows } = await listHosts(farm.ctx, { limit: 50, deliveryGroup: 'Sales' })
    expect(names(rows)).not.toEqual([])
    expect((await listHosts(farm.ctx, { limit: 50, revision })).rows).toEqual(rows)
    const [one] = rows
    const { state } = one?.convergence ?? { state: 'converged' as const }
    const alike = rows.filter(({ convergence }) => convergence.state === state)
    expect((await listHosts(farm.ctx, { limit: 50, revision, convergence: state })).rows).toEqual(alike)
    expect((await listHosts(farm.ctx, { limit: 50, revision: revision + 1 })).rows).toEqual([])
  })
})
