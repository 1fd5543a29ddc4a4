import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReportedSession, ReportedSocket } from '~/protocol/report'
import { unfoldedSessionIds } from '~/server/repositories/seen-socket'
import { sqlOf } from '~/server/repositories/statements'
import { acceptFinding, dismissFinding, snoozeFinding } from '~/server/services/discovery/decide-finding'
import { createDiscoverer, type Discoverer } from '~/server/services/discovery/discover'
import { forecastDraft } from '~/server/services/discovery/forecast-draft'
import { getFinding, listFindings } from '~/server/services/discovery/list-findings'
import { ingestReport } from '~/server/services/ingest-report'
import { createPolicy } from '~/server/services/policies/create-policy'
import { planPublish } from '~/server/services/policies/plan-publish'
import { savePolicy } from '~/server/services/policies/save-policy'
import { appliedBy } from '~/tests/support/applied'
import { publish } from '~/tests/support/publish'
import { openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, listing, type TestFarm } from '~/tests/support/test-farm'

const DAY_MS = 86_400_000

let farm: TestFarm
let discoverer: Discoverer
beforeAll(async () => {
  farm = await createTestFarm()
  discoverer = createDiscoverer(farm.ctx)
})
afterAll(async () => {
  discoverer.stop()
  await farm.close()
})

/** Judging again at once is what the reconciler does not do on a large farm: here it is made anew. */
async function look(): Promise<void> {
  discoverer.stop()
  await discoverer.run()
  discoverer = createDiscoverer(farm.ctx)
  await discoverer.run()
}

const socket = (program: string, address: string, port: number, more: Partial<ReportedSocket> = {}) => ({
  program,
  protocol: 'tcp' as const,
  listening: true,
  local: { address, port },
  ...more,
})
const session = (id: number, sockets: ReportedSocket[]): ReportedSession =>
  openSession(id, {
    prediction: { loopback: null, reason: 'switch-off', by: 'none' },
    allocations: [],
    sockets,
  })
const finding = async (
  program: string,
  state: 'open' | 'closed' | 'accepted' | 'dismissed' | 'all' = 'all',
) => (await listFindings(farm.ctx, { state, limit: 50 })).rows.find((row) => row.program === program)

describe('what agents see', () => {
  test('two sessions that ask for one port, of which one fails, are a finding; listing the program ends it', async () => {
    const host = await farm.enrol('LIVE')
    await ingestReport(
      farm.ctx,
      host.id,
      report(1, {
        opened: [
          session(3, [socket('dialer.exe', '127.0.0.1', 5060)]),
          session(4, [socket('dialer.exe', '127.0.0.1', 5060, { failed: true })]),
        ],
      }),
    )
    await look()
    const open = await finding('dialer.exe', 'open')
    expect(open).toMatchObject({
      verdict: 'needs-loopback',
      confidence: 'high',
      hosts: 1,
      sessions: 2,
      users: 2,
    })
    const id = open?.id ?? ''
    const view = await getFinding(farm.ctx, { id })
    expect(view.farm).toBe(true)
    expect(view.content.hosts).toEqual(['LIVE'])
    expect(view.content.sessions.map(({ id: number, host: name }) => [number, name])).toEqual([
      [3, 'LIVE'],
      [4, 'LIVE'],
    ])
    expect(new Set(view.content.sessions.map(({ user }) => user)).size).toBe(2)
    const evidence = view.content.evidence.map(({ session: number, state }) => [number, state])
    // Both sessions came in one report: which was written first means nothing.
    expect(evidence.sort(([one], [other]) => Number(one) - Number(other))).toEqual([
      [3, 'LISTEN'],
      [4, 'FAILED'],
    ])
    expect(view.standing).toMatchObject({ confirmed: null, uncovered: ['LIVE'] })

    const policy = await createPolicy(farm.ctx, CLI, { name: 'Dialer' })
    await acceptFinding(farm.ctx, CLI, { id, policyId: policy.id })
    await publish(farm, [listing(['dialer.exe'])])
    await ingestReport(farm.ctx, host.id, report(2, { applied: await appliedBy(farm, host) }))
    await look()
    // Listed, but the sessions that run still sit on the shared address: not over yet.
    expect(await finding('dialer.exe')).toMatchObject({ state: 'accepted', standing: { clashing: ['LIVE'] } })

    await ingestReport(
      farm.ctx,
      host.id,
      report(3, {
        opened: [
          session(3, [socket('dialer.exe', '127.0.0.4', 5060)]),
          session(4, [socket('dialer.exe', '127.0.0.5', 5060)]),
        ],
      }),
    )
    await look()
    expect(await finding('dialer.exe')).toMatchObject({
      state: 'closed',
      standing: { confirmed: 'listed-and-apart', covered: 1, sessions: 2 },
    })

    await publish(farm, [listing(['other.exe'])])
    await ingestReport(farm.ctx, host.id, report(4, { applied: await appliedBy(farm, host) }))
    await look()
    expect(await finding('dialer.exe')).toMatchObject({
      state: 'accepted',
      standing: { uncovered: ['LIVE'] },
    })
  })

  test('only what changed is written: a report of the same sockets adds no row, and one that vanished ends', async () => {
    const host = await farm.enrol('DIFF')
    const rows = () =>
      farm.rows<{ port: number; held: boolean }>(
        `SELECT port, last_seen IS NULL AS held FROM seen_socket WHERE host_id = $1::uuid ORDER BY port`,
        host.id,
      )
    const both = [socket('a.exe', '127.0.0.1', 7001), socket('a.exe', '0.0.0.0', 7002)]
    await ingestReport(farm.ctx, host.id, report(1, { opened: [session(5, both)] }))
    await look()
    await ingestReport(farm.ctx, host.id, report(2, { opened: [session(5, both)] }))
    await look()
    expect(await rows()).toEqual([
      { port: 7001, held: true },
      { port: 7002, held: true },
    ])
    await ingestReport(farm.ctx, host.id, report(3, { opened: [session(5, both.slice(0, 1))] }))
    await look()
    expect(await rows()).toEqual([
      { port: 7001, held: true },
      { port: 7002, held: false },
    ])
    const { logonAt } = openSession(5)
    const endedAt = '2026-11-22T13:00:00.000Z'
    await ingestReport(farm.ctx, host.id, report(4, { closed: [{ id: 5, logonAt, endedAt }] }))
    await look()
    expect((await rows()).map(({ held }) => held)).toEqual([false, false])
  })

  test('what was told, or ended, while nobody looked is looked at after the next start, and nothing else is', async () => {
    const host = await farm.enrol('AWAY')
    const left = () => unfoldedSessionIds(sqlOf(farm.ctx.statements), farm.clock.now())
    const held = () =>
      farm.rows<{ held: boolean }>(
        'SELECT last_seen IS NULL AS held FROM seen_socket WHERE host_id = $1::uuid',
        host.id,
      )
    await look()
    expect(await left()).toEqual([])
    discoverer.stop()
    const opened = [session(6, [socket('b.exe', '127.0.0.1', 7003)])]
    await ingestReport(farm.ctx, host.id, report(1, { opened }))
    expect(await left()).toHaveLength(1)
    await look()
    expect(await held()).toEqual([{ held: true }])
    expect(await left()).toEqual([])
    discoverer.stop()
    const { logonAt } = openSession(6)
    const closed = [{ id: 6, logonAt, endedAt: '2026-11-22T13:00:00.000Z' }]
    await ingestReport(farm.ctx, host.id, report(2, { closed }))
    expect(await left()).toHaveLength(1)
    await look()
    expect(await held()).toEqual([{ held: false }])
    expect(await left()).toEqual([])
  })

  test('dismissed, it does not come back with every new session of the same kind', async () => {
    const host = await farm.enrol('CALM')
    const open = (first: number) => [
      session(first, [socket('calm.exe', '127.0.0.1', 7100)]),
      session(first + 1, [socket('calm.exe', '127.0.0.1', 7100, { failed: true })]),
    ]
    await ingestReport(farm.ctx, host.id, report(1, { opened: open(1) }))
    await look()
    const id = (await finding('calm.exe', 'open'))?.id ?? ''
    await dismissFinding(farm.ctx, CLI, { id, reason: 'A kiosk' })
    await ingestReport(farm.ctx, host.id, report(2, { opened: open(11) }))
    await look()
    expect(await finding('calm.exe', 'dismissed')).toBeDefined()
  })

  test('snoozed, it stays away until its time is over, and comes back earlier when its evidence changes', async () => {
    const host = await farm.enrol('DOZE')
    const open = (port: number) => [
      session(1, [socket('doze.exe', '127.0.0.1', port)]),
      session(2, [socket('doze.exe', '127.0.0.1', port, { failed: true })]),
    ]
    await ingestReport(farm.ctx, host.id, report(1, { opened: open(7200) }))
    await look()
    const id = (await finding('doze.exe', 'open'))?.id ?? ''
    const snooze = () =>
      snoozeFinding(farm.ctx, CLI, {
        id,
        until: new Date(farm.clock.now().getTime() + 7 * DAY_MS).toISOString(),
      })
    await snooze()
    farm.clock.pass(6 * DAY_MS)
    await look()
    expect(await finding('doze.exe', 'open')).toBeUndefined()
    farm.clock.pass(DAY_MS)
    expect(await finding('doze.exe', 'open')).toMatchObject({ id, state: 'open', snoozedUntil: null })

    await snooze()
    await ingestReport(farm.ctx, host.id, report(2, { opened: open(7201) }))
    await look()
    expect(await finding('doze.exe', 'open')).toMatchObject({ id, state: 'open', snoozedUntil: null })
  })
})

describe('a list that is saved', () => {
  test('is looked at beside what hosts run: the end that is missing, the twin, and the name nobody has', async () => {
    const host = await farm.enrol('LINT')
    const talk = { listening: false, remote: { address: '127.0.0.1', port: 7300 } }
    const pair = [socket('server64.exe', '127.0.0.1', 7300), socket('client.exe', '127.0.0.1', 50_001, talk)]
    await ingestReport(
      farm.ctx,
      host.id,
      report(1, { opened: [session(1, pair), session(2, pair.slice(1))] }),
    )
    await look()
    const { id, version, name } = await createPolicy(farm.ctx, CLI, { name: 'Linted' })
    const settings = {
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['client.exe', 'server.exe', 'nowhere.exe'],
    }
    const content = { name, description: '', enabled: true, settings, filters: [] }
    const saved = await savePolicy(farm.ctx, CLI, { id, version, ...content })
    const told = saved.warnings.filter(({ code }) =>
      ['missing-end', 'missing-twin', 'not-found'].includes(code),
    )
    expect(told).toEqual([
      {
        code: 'missing-end',
        message: expect.stringMatching(/"client.exe" is listed and "server64.exe" is not/),
      },
      { code: 'missing-twin', message: expect.stringMatching(/"server.exe".*"server64.exe"/) },
      { code: 'not-found', message: expect.stringMatching(/"server.exe" was not seen on any of \d+ hosts/) },
      { code: 'not-found', message: expect.stringMatching(/"nowhere.exe" was not seen/) },
    ])
    const { warnings } = await planPublish(farm.ctx)
    expect(warnings.filter(({ policy }) => policy === 'Linted').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['missing-end', 'missing-twin', 'not-found']),
    )
  })
})

describe('the forecast of a draft', () => {
  test('says what it changes for the hosts of a group, and replays what was seen on them', async () => {
    const host = await farm.enrol('FORE', { group: 'Forecast' })
    await ingestReport(
      farm.ctx,
      host.id,
      report(1, {
        opened: [
          session(1, [socket('clasher.exe', '127.0.0.1', 7400), socket('wide.exe', '0.0.0.0', 7500)]),
          session(2, [socket('clasher.exe', '127.0.0.1', 7400, { failed: true })]),
        ],
      }),
    )
    await look()
    // The policies of the tests before would win.
    await farm.ctx.database.policy.deleteMany()
    const made = await createPolicy(farm.ctx, CLI, { name: 'Forecast' })
    const settings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['clasher.exe'] }
    const content = { name: 'Forecast', description: '', enabled: true, settings }
    const filters = [
      { type: 'DesktopGroup' as const, mode: 'Allow' as const, enabled: true, value: 'Forecast' },
    ]
    await savePolicy(farm.ctx, CLI, { id: made.id, version: made.version, ...content, filters })
    const { classes, replay, complete } = await forecastDraft(farm.ctx, { deliveryGroup: 'forecast' })
    expect(classes).toMatchObject([{ hosts: 1, names: ['FORE'], family: 'windows' }])
    expect(classes[0]?.rows.map(({ program, now, change }) => [program, now, change])).toEqual([
      ['wide.exe', 'sure', 'remains'],
      ['clasher.exe', 'sure', 'vanishes'],
    ])
    expect(replay).toMatchObject([
      { program: 'clasher.exe', port: 7400, change: 'vanishes', meetings: 1, hosts: 1 },
    ])
    expect(complete).toBe(true)
    const others = await forecastDraft(farm.ctx, { deliveryGroup: 'nobody' })
    expect(others).toMatchObject({ classes: [], replay: [] })
  })
})
