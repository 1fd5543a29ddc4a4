import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReportedVirtualIp } from '~/protocol/report'
import { judgeDiscrepancies } from '~/server/services/discrepancies/judge-discrepancies'
import { listDiscrepancies } from '~/server/services/discrepancies/list-discrepancies'
import { ingestReport } from '~/server/services/ingest-report'
import { leaseAddress, releaseAddress } from '~/server/services/pools/lease-address'
import { createPool } from '~/server/services/pools/save-pool'
import { publish } from '~/tests/support/publish'
import { BOOT, openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
let one: EnrolledHost
let two: EnrolledHost
const seq = new Map<string, number>()

const NETWORK = '10.77.0.0/24'
const logonAt = '2026-11-22T11:00:00.000Z'

beforeAll(async () => {
  farm = await createTestFarm()
  await createPool(farm.ctx, CLI, {
    name: 'Desk',
    description: '',
    network: NETWORK,
    ranges: ['10.77.0.10-10.77.0.11'],
    exclusions: [],
    quarantineSeconds: 60,
    warnPercent: 80,
    criticalPercent: 95,
  })
  one = await farm.enrol('ONE')
  two = await farm.enrol('TWO')
  await publish(farm, [
    listing(['softphone.exe'], {
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

/** What the host says is all there is on it: sessions by number, each with the virtual IP it is seen with. */
async function says(
  host: EnrolledHost,
  sessions: Record<number, string | null>,
  virtualIp?: ReportedVirtualIp,
): Promise<void> {
  const number = (seq.get(host.id) ?? 0) + 1
  seq.set(host.id, number)
  const wanted = farm.ctx.board.byId(host.id)
  await ingestReport(
    farm.ctx,
    host.id,
    report(number, {
      full: true,
      at: farm.clock.now().toISOString(),
      // A host that tells of DHCP is none that has the pool's policy in force.
      ...(!virtualIp && {
        applied: {
          generation: wanted?.wantedGeneration ?? 0,
          hash: wanted?.wantedHash ?? '',
          items: [],
          effective: {},
        },
      }),
      opened: Object.entries(sessions).map(([id, address]) =>
        openSession(Number(id), {
          prediction: { loopback: null, by: 'none', reason: 'switch-off', ...(virtualIp && { virtualIp }) },
          sockets: [],
          allocations:
            address === null ? [] : [{ kind: 'observed', address, network: NETWORK, from: logonAt }],
        }),
      ),
    }),
  )
}

const lease = (host: EnrolledHost, id: number) => {
  const board = farm.ctx.board.byId(host.id)
  if (!board) throw new Error('no such host')
  return leaseAddress(farm.ctx, board, {
    v: 1,
    boot: BOOT,
    session: { id, logonAt },
    user: `user${id}`,
    pool: 'desk',
  })
}
const release = (host: EnrolledHost, id: number) => {
  const board = farm.ctx.board.byId(host.id)
  if (!board) throw new Error('no such host')
  return releaseAddress(farm.ctx, board, { v: 1, boot: BOOT, session: { id, logonAt } })
}

async function open(): Promise<string[]> {
  await judgeDiscrepancies(farm.ctx)
  const { rows } = await listDiscrepancies(farm.ctx, { state: 'open', limit: 100 })
  return rows
    .map(({ kind, host, number, address }) =>
      [kind, host, number, address].filter((part) => part !== null).join(' '),
    )
    .sort()
}

describe('discrepancies open and close by themselves as the evidence changes', () => {
  test('nothing is odd about a session with the address it was given', async () => {
    await lease(one, 1)
    await says(one, { 1: '10.77.0.10' })
    farm.clock.pass(120_000)
    expect(await open()).toEqual([])
  })

  test('a session without a lease, where the pool has to give it one, and one that has got it', async () => {
    await says(one, { 1: '10.77.0.10', 2: null })
    expect(await open(), 'not in its first minute').toEqual([])
    farm.clock.pass(120_000)
    expect(await open()).toEqual(['session-without-lease ONE 2'])
    await lease(one, 2)
    expect(await open()).toEqual(['pool-exhausted'])
    await release(one, 2)
    await says(one, { 1: '10.77.0.10' })
    farm.clock.pass(120_000)
    expect(await open()).toEqual([])
  })

  test('a session that no DHCP server gives an address, with the reason', async () => {
    const dhcp = await farm.enrol('THREE')
    const asking = { source: 'dhcp', address: null, fallback: 'server-address' } as const
    await says(dhcp, { 8: null }, { ...asking, reason: 'nothing-free' })
    expect(await open(), 'not in its first minute').toEqual([])
    farm.clock.pass(120_000)
    expect(await open()).toEqual(['session-without-lease THREE 8'])
    const { rows } = await listDiscrepancies(farm.ctx, { state: 'open', limit: 100 })
    expect(rows[0]?.detail.reason).toBe('nothing-free')
    await says(dhcp, { 8: '10.77.0.50' }, { source: 'dhcp', address: '10.77.0.50' })
    expect(await open()).toEqual([])
  })

  test('a lease without a session', async () => {
    await lease(two, 3)
    expect(await open()).toEqual(['pool-exhausted'])
    farm.clock.pass(120_000)
    expect(await open()).toEqual(['lease-without-session TWO 3 10.77.0.11', 'pool-exhausted'])
    await release(two, 3)
    farm.clock.pass(120_000)
    expect(await open()).toEqual([])
  })

  test('two holders of one address, and an address that no pool gave', async () => {
    await says(two, { 4: '10.77.0.10', 5: '10.77.0.99' })
    expect(await open()).toEqual(['outside-pool TWO 5 10.77.0.99', 'two-holders 10.77.0.10'])
    await says(two, {})
    expect(await open()).toEqual([])
  })

  test('a session seen with another address than the one it was given', async () => {
    await says(one, { 1: '10.77.0.11' })
    farm.clock.pass(120_000)
    expect(await open()).toEqual(['granted-unlike-observed ONE 1 10.77.0.10'])
    await says(one, { 1: '10.77.0.10' })
    expect(await open()).toEqual([])
  })

  test('each stays on the record with when it began and ended', async () => {
    const { rows } = await listDiscrepancies(farm.ctx, { state: 'closed', limit: 100 })
    expect(rows.length).toBeGreaterThanOrEqual(6)
    for (const row of rows)
      expect(Date.parse(row.closedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(row.openedAt))
  })

  test('judged twice at once, each is there once', async () => {
    await says(two, { 6: '10.77.0.10' })
    await Promise.all([judgeDiscrepancies(farm.ctx), judgeDiscrepancies(farm.ctx)])
    expect(await open()).toEqual(['two-holders 10.77.0.10'])
  })
})
