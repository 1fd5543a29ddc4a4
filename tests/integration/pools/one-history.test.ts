import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Report } from '~/protocol/report'
import { ingestReport } from '~/server/services/ingest-report'
import { leaseAddress, releaseAddress } from '~/server/services/pools/lease-address'
import { createPool } from '~/server/services/pools/save-pool'
import { publish } from '~/tests/support/publish'
import { BOOT, openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
beforeAll(async () => {
  farm = await createTestFarm()
  await createPool(farm.ctx, CLI, {
    name: 'Desk',
    description: '',
    network: '10.78.0.0/16',
    ranges: [],
    exclusions: [],
    quarantineSeconds: 0,
    warnPercent: 80,
    criticalPercent: 95,
  })
  await publish(farm, [
    listing([], {
      settings: {
        VirtualIpEnabled: true,
        VirtualIpMode: 'per-session',
        VirtualIpSource: 'pool',
        VirtualIpPool: 'Desk',
      },
    }),
  ])
})
afterAll(() => farm.close())

/** The host's clock is so far off; what it tells is the same but for that. */
const SKEWS_MS = [-7_200_000, 0, 7_200_000]
const PERMUTATIONS = 8
const LOGON_MS = Date.parse('2026-11-22T11:00:00.000Z')

/** By the host's own clock: so many seconds after the logon. */
const at = (skew: number, seconds: number) => new Date(LOGON_MS + skew + seconds * 1000).toISOString()

/** Three sessions: one ends with its close told, one whose close is lost, one that stays. */
function life(skew: number): Report[] {
  const session = (id: number) => {
    const logonAt = at(skew, 0)
    const address = `127.0.0.${id + 1}`
    const allocations = [{ kind: 'computed' as const, address, network: 'loopback', from: logonAt }]
    return openSession(id, { logonAt, allocations, sockets: [] })
  }
  return [
    report(1, { at: at(skew, 1), opened: [session(1)] }),
    report(2, { at: at(skew, 2), opened: [session(2), session(3)] }),
    report(3, { at: at(skew, 3), closed: [{ id: 1, logonAt: at(skew, 0), endedAt: at(skew, 3) }] }),
    // Session 2 ended meanwhile, and nobody was there to tell: the next report holds everything there is.
    report(4, { at: at(skew, 60), full: true, opened: [session(3)] }),
  ]
}

function boardOf({ id }: EnrolledHost) {
  const host = farm.ctx.board.byId(id)
  if (!host) throw new Error('no such host')
  return host
}

const named = (skew: number, id: number) => ({ v: 1, boot: BOOT, session: { id, logonAt: at(skew, 0) } })

/** Tells the life in this order, each thing twice or more, until everything is taken: as a bad network would. */
async function tell(host: EnrolledHost, skew: number, random: () => number): Promise<void> {
  const reports = life(skew)
  const lease = (id: number) =>
    leaseAddress(farm.ctx, boardOf(host), { ...named(skew, id), user: `user${id}`, pool: 'desk' })
  for (const id of shuffled([1, 2, 3, 1, 3], random)) expect((await lease(id)).granted).toBe(true)
  let acked = 0
  for (let turn = 0; acked < reports.length; turn += 1) {
    expect(turn).toBeLessThan(20)
    const rest = reports.filter(({ seq }) => seq > acked && (seq < reports.length || acked === seq - 1))
    const acts = [
      ...[...rest, ...rest, ...reports.slice(0, acked)].map((one) => async () => {
        acked = Math.max(acked, (await ingestReport(farm.ctx, host.id, one)).ack)
      }),
      ...(acked >= 2
        ? [() => releaseAddress(farm.ctx, boardOf(host), named(skew, 1)).then(() => undefined)]
        : []),
    ]
    for (const act of shuffled(acts, random)) await act()
  }
}

/** What stands in the end, without ids, and in the host's own time since the logon. */
async function history(host: EnrolledHost, skew: number) {
  const rows = await farm.rows<{
    number: number
    kind: string
    from: Date
    to: Date | null
    reason: string | null
    ended: Date | null
  }>(
    `SELECT s.number, a.kind::text, a.held_from AS "from", a.held_to AS "to", s.end_reason AS reason, s.ended_at AS ended
     FROM (SELECT session_id, kind, held_from, NULL::timestamptz AS held_to FROM allocation_open
           UNION ALL SELECT session_id, kind, held_from, held_to FROM allocation) a
     JOIN session s ON s.id = a.session_id WHERE s.host_id = $1::uuid ORDER BY s.number, a.kind, a.held_from`,
    host.id,
  )
  return rows.map(({ number, kind, from, to, reason, ended }) => ({
    number,
    kind,
    // Grants are by the server's clock, which stands still here.
    from: kind === 'granted' ? 'server' : since(from, skew),
    to:
      to === null
        ? null
        : kind === 'granted'
          ? to <= farm.clock.now()
            ? 'server'
            : 'too late'
          : since(to, skew),
    reason,
    ended: ended === null ? null : since(ended, skew),
  }))
}

const since = (time: Date, skew: number) => (time.getTime() - skew - LOGON_MS) / 1000

test('late, early, double and reordered reports and leases, skewed clocks and a lost close give one and the same history', async () => {
  const random = seeded(7)
  const host = await farm.enrol('TIME')
  await tell(host, 0, () => 0.999)
  const expected = await history(host, 0)
  expect(expected.filter(({ kind }) => kind === 'granted').map(({ number, to }) => [number, to])).toEqual([
    [1, 'server'],
    [2, 'server'],
    [3, null],
  ])
  expect(expected.filter(({ kind }) => kind === 'computed').map(({ from, to }) => [from, to])).toEqual([
    [0, 3],
    [0, 60],
    [0, null],
  ])
  for (const skew of SKEWS_MS) {
    for (let round = 0; round < PERMUTATIONS; round += 1) {
      const other = await farm.enrol(`TIME${skew}-${round}`)
      await tell(other, skew, random)
      expect(await history(other, skew), `clock off by ${skew} ms, permutation ${round}`).toEqual(expected)
    }
  }
})

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const left = [...values]
  return values.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T)
}
