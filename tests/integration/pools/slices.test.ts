/** Runs of a pool that are one host's own, for the static pool of RD IP Virtualization. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { ControlClient } from '~/agent/control/client'
import { Connections } from '~/agent/control/http'
import type { SliceOutput } from '~/protocol/lease'
import { ingestReport } from '~/server/services/ingest-report'
import { freeUnusedSlices } from '~/server/services/pools/free-unused-slices'
import { createPool } from '~/server/services/pools/save-pool'
import { retireHost } from '~/server/services/retire-host'
import { updateHost } from '~/server/services/update-host'
import { appliedBy } from '~/tests/support/applied'
import { publish } from '~/tests/support/publish'
import { BOOT, openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
const hosts: EnrolledHost[] = []
beforeAll(async () => {
  farm = await createTestFarm()
  for (const name of ['WIN1', 'WIN2', 'WIN3']) hosts.push(await farm.enrol(name))
  const more = { description: '', quarantineSeconds: 300, warnPercent: 80, criticalPercent: 95 }
  await createPool(farm.ctx, CLI, {
    ...{ name: 'Voice', network: '10.9.0.0/24', ...more },
    ranges: ['10.9.0.10-10.9.0.109'],
    exclusions: ['10.9.0.80'],
  })
  await createPool(farm.ctx, CLI, {
    ...{ name: 'Desks', network: '10.10.0.0/24', ...more },
    ranges: ['10.10.0.10-10.10.0.19'],
    exclusions: [],
  })
  await takeFrom('pool')
})
afterAll(() => farm.close())

/** Publishes where the hosts take virtual IPs from. */
const takeFrom = (VirtualIpSource: 'pool' | 'dhcp', VirtualIpPool = 'Voice') =>
  publish(farm, [
    listing([], {
      settings: {
        ...{ VirtualIpEnabled: true, VirtualIpMode: 'per-session', VirtualIpSource },
        ...(VirtualIpSource === 'pool' && { VirtualIpPool }),
      },
    }),
  ])

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

/** How many addresses are reserved for a host. */
async function reserved(name: string): Promise<number> {
  const [{ left } = { left: -1 }] = await farm.rows<{ left: number }>(
    'SELECT count(*)::int AS left FROM pool_address WHERE reserved_program = $1',
    `slice of ${name}`,
  )
  return left
}

test('a retired host’s run is free again', async () => {
  await slice(2)
  await retireHost(farm.ctx, CLI, { id: hosts[0]?.id ?? '', reason: 'gone' })
  expect(await reserved('win1')).toBe(0)
})

test('a host keeps its run under another name', async () => {
  const before = await slice(1)
  await updateHost(farm.ctx, CLI, { id: hosts[1]?.id ?? '', name: 'WIN2-NEW' })
  expect(await freeUnusedSlices(farm.ctx)).toBe(0)
  expect(await slice(1)).toEqual(before)
  await updateHost(farm.ctx, CLI, { id: hosts[1]?.id ?? '', name: 'WIN2' })
})

test('a host that went over to DHCP gives its run back: once it says so, and nobody holds an address of it', async () => {
  const [, host] = hosts
  const had = await slice(1)
  if (!host || !had.granted) throw new Error('no run')
  const say = async (seq: number, more: Parameters<typeof report>[1] = {}) =>
    ingestReport(farm.ctx, host.id, report(seq, { machine: host.machineId, ...more }))
  const from = openSession(5).logonAt
  const address = { kind: 'observed' as const, address: had.start, network: '10.9.0.0/24', from }
  const session = openSession(5, { allocations: [address] })
  const inForce = await appliedBy(farm, host)
  await say(1, { applied: inForce, opened: [session] })
  await takeFrom('dhcp')
  expect(await freeUnusedSlices(farm.ctx)).toBe(0)

  // Told the new ticket and half way: what it reads back is still the pool.
  const told = await appliedBy(farm, host)
  await say(2, { applied: { ...told, effective: inForce.effective } })
  expect(await freeUnusedSlices(farm.ctx)).toBe(0)
  await say(3, { applied: told })
  expect(await freeUnusedSlices(farm.ctx)).toBe(0)

  await say(4, { closed: [{ id: 5, logonAt: session.logonAt, endedAt: '2026-11-22T12:00:00.000Z' }] })
  expect(await freeUnusedSlices(farm.ctx)).toBe(1)
  expect(await reserved('win2')).toBe(0)
  const audited = await farm.rows<{ before: object }>(
    `SELECT before FROM audit_event WHERE action = 'pool.slice-freed'`,
  )
  expect(audited).toEqual([{ before: { host: 'win2', first: had.start, last: had.end } }])
  expect(await freeUnusedSlices(farm.ctx)).toBe(0)

  // As after a lease, the addresses rest before another host gets them.
  await takeFrom('pool')
  expect(await slice(1)).toMatchObject({ granted: false, reason: 'pool-exhausted' })
  farm.clock.pass(300_000)
  expect(await slice(1)).toMatchObject({ granted: true })

  // So with another pool: its run there is kept, the one here is not.
  await takeFrom('pool', 'Desks')
  await slice(1, 'Desks')
  expect(await freeUnusedSlices(farm.ctx)).toBe(0)
  await say(5, { applied: await appliedBy(farm, host) })
  expect(await freeUnusedSlices(farm.ctx)).toBe(1)
  expect(await reserved('win2')).toBe(10)
})
