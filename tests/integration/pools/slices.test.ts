/** Runs of a pool that are one host's own, for the static pool of RD IP Virtualization. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { ControlClient } from '~/agent/control/client'
import { Connections } from '~/agent/control/http'
import type { SliceOutput } from '~/protocol/lease'
import { ingestReport } from '~/server/services/ingest-report'
import { createPool } from '~/server/services/pools/save-pool'
import { retireHost } from '~/server/services/retire-host'
import { publish } from '~/tests/support/publish'
import { BOOT, openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
const hosts: EnrolledHost[] = []
beforeAll(async () => {
  farm = await createTestFarm()
  for (const name of ['WIN1', 'WIN2', 'WIN3']) hosts.push(await farm.enrol(name))
  const limits = { quarantineSeconds: 300, warnPercent: 80, criticalPercent: 95 }
  const definition = { name: 'Voice', description: '', network: '10.9.0.0/24', ...limits }
  await createPool(farm.ctx, CLI, {
    ...definition,
    ranges: ['10.9.0.10-10.9.0.109'],
    exclusions: ['10.9.0.80'],
  })
  await publish(farm, [
    listing([], {
      settings: {
        VirtualIpEnabled: true,
        VirtualIpMode: 'per-session',
        VirtualIpSource: 'pool',
        VirtualIpPool: 'Voice',
      },
    }),
  ])
})
afterAll(() => farm.close())

const client = (at: number) =>
  new ControlClient({
    origin: farm.origin,
    credential: hosts[at]?.credential ?? '',
    connections: new Connections(),
    clock: { now: () => farm.clock.now().getTime(), after: () => ({ cancel: () => undefined }) },
  })
const slice = (at: number, pool = 'voice'): Promise<SliceOutput> => client(at).slice({ v: 1, pool })

test('two hosts that ask at once get runs that share no address, and each the same when it asks again', async () => {
  const [one, other] = await Promise.all([slice(0), slice(1)])
  const mask = '255.255.255.0'
  expect([one, other]).toEqual(
    expect.arrayContaining([
      { granted: true, pool: 'Voice', start: '10.9.0.10', end: '10.9.0.73', mask },
      // What is left in one piece on this side of the excluded address is shorter than the piece behind it.
      { granted: true, pool: 'Voice', start: '10.9.0.81', end: '10.9.0.109', mask },
    ]),
  )
  expect(await Promise.all([slice(0), slice(1)])).toEqual([one, other])
  const audited = await farm.rows<{ after: { first: string } }>(
    `SELECT after FROM audit_event WHERE action = 'pool.slice'`,
  )
  expect(audited).toHaveLength(2)
})

test('no session of another host gets an address of a slice on lease', async () => {
  const host = hosts[2]
  if (!host) throw new Error('no host')
  await ingestReport(farm.ctx, host.id, report(1, { machine: host.machineId, opened: [openSession(3)] }))
  const session = { id: 3, logonAt: openSession(3).logonAt }
  const lease = await client(2).lease({ v: 1, boot: BOOT, session, user: 'EX\\ana', pool: 'voice' })
  expect(lease).toMatchObject({ granted: true, address: '10.9.0.74' })
})

test('a pool that the host’s policies do not name is none', async () => {
  expect(await slice(0, 'Other')).toMatchObject({ granted: false, reason: 'no-such-pool' })
})

test('a retired host’s run is free again', async () => {
  await slice(2)
  await retireHost(farm.ctx, CLI, { id: hosts[0]?.id ?? '', reason: 'gone' })
  const [{ left } = { left: -1 }] = await farm.rows<{ left: number }>(
    `SELECT count(*)::int AS left FROM pool_address WHERE reserved_program = 'slice of win1'`,
  )
  expect(left).toBe(0)
})
