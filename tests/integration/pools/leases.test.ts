import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ControlClient } from '~/agent/control/client'
import { Connections } from '~/agent/control/http'
import type { PoolDefinition } from '~/domain/pool'
import type { LeaseInput, LeaseOutput } from '~/protocol/lease'
import { ingestReport } from '~/server/services/ingest-report'
import { createLeaseDesk } from '~/server/services/pools/lease-desk'
import { planPool } from '~/server/services/pools/plan-pool'
import { reserveAddress } from '~/server/services/pools/pool-addresses'
import { listPools } from '~/server/services/pools/pool-rows'
import { createPool, savePool } from '~/server/services/pools/save-pool'
import { publish } from '~/tests/support/publish'
import { BOOT, openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
let host: EnrolledHost
let second = 0
beforeAll(async () => {
  farm = await createTestFarm()
})
afterAll(() => farm.close())
beforeEach(async () => {
  host = await farm.enrol(`HOST${++second}`)
})

/** A pool of its own network for each test. */
async function pool(more: Partial<PoolDefinition> = {}) {
  const network = `10.${100 + second}.0.0/24`
  const definition = {
    name: `Pool ${second}`,
    description: '',
    network,
    ranges: [`10.${100 + second}.0.10-10.${100 + second}.0.14`],
    exclusions: [],
    quarantineSeconds: 300,
    warnPercent: 80,
    criticalPercent: 95,
    ...more,
  }
  const row = await createPool(farm.ctx, CLI, definition)
  await policyNames(definition.name)
  return { ...row, definition, address: (last: number) => `10.${100 + second}.0.${last}` }
}

/** What every host of the farm is told from now on. */
const policyNames = (name: string) =>
  publish(farm, [
    listing([], {
      settings: {
        VirtualIpEnabled: true,
        VirtualIpMode: 'per-session',
        VirtualIpSource: 'pool',
        VirtualIpPool: name,
      },
    }),
  ])

const client = (one = host) =>
  new ControlClient({
    origin: farm.origin,
    credential: one.credential,
    connections: new Connections(),
    clock: { now: () => farm.clock.now().getTime(), after: () => ({ cancel: () => undefined }) },
  })

const ask = (id: number, more: Partial<LeaseInput> = {}): LeaseInput => ({
  v: 1,
  boot: BOOT,
  session: { id, logonAt: '2026-11-22T11:00:00.000Z' },
  user: `user${id}`,
  pool: `pool ${second}`,
  ...more,
})
const release = ({ v, boot, session }: LeaseInput) => ({ v, boot, session })
const addressOf = (output: LeaseOutput) => (output.granted ? output.address : output.reason)

describe('a lease', () => {
  test('is one for a session, however often it is asked for, before and after its report', async () => {
    const { address, network } = await pool()
    const agent = client()
    const first = await agent.lease(ask(7))
    expect(first).toMatchObject({ granted: true, address: address(10), network })
    expect(await agent.lease(ask(7))).toEqual({ ...first, again: true })
    await ingestReport(farm.ctx, host.id, report(1, { opened: [openSession(7)] }))
    expect(await agent.lease(ask(7))).toEqual({ ...first, again: true })
    const rows = await farm.rows<{ kind: string; address: string }>(
      `SELECT o.kind::text, host(o.address) AS address FROM allocation_open o JOIN session s ON s.id = o.session_id
       WHERE s.host_id = $1::uuid AND s.number = 7 AND o.kind = 'granted'`,
      host.id,
    )
    expect(rows).toEqual([{ kind: 'granted', address: address(10) }])
  })

  test('survives a server that ends: another one gives the same', async () => {
    await pool()
    const first = await client().lease(ask(7))
    const { lease } = createLeaseDesk(farm.ctx)
    const again = await lease.ask({
      hostId: host.id,
      boot: BOOT,
      number: 7,
      logonAt: '2026-11-22T11:00:00.000Z',
      user: 'user7',
      protocol: 'ica',
      pool: `pool ${second}`,
      ofPolicy: true,
      programs: [],
    })
    expect(again).toEqual({ ...first, again: true })
  })

  test('ends with its session, and the address rests before another gets it', async () => {
    const { address } = await pool({ ranges: [`10.${100 + second}.0.10`] })
    const agent = client()
    await agent.lease(ask(7))
    await ingestReport(farm.ctx, host.id, report(1, { opened: [openSession(7)] }))
    const closed = [{ id: 7, logonAt: '2026-11-22T11:00:00.000Z', endedAt: '2026-11-22T11:59:00.000Z' }]
    await ingestReport(farm.ctx, host.id, report(2, { closed }))
    expect(await agent.lease(ask(7))).toMatchObject({ granted: false, reason: 'session-ended' })
    const refused = await agent.lease(ask(8))
    expect(refused).toMatchObject({ granted: false, reason: 'pool-exhausted', retryAfter: 60 })
    expect(refused.granted ? '' : refused.message).toMatch(/0 of 1 are held, 1 rest/)
    farm.clock.pass(300_000)
    expect(addressOf(await agent.lease(ask(8)))).toBe(address(10))
    const [interval] = await farm.rows<{ from: Date; to: Date }>(
      `SELECT held_from AS "from", held_to AS "to" FROM allocation WHERE host_id = $1::uuid AND kind = 'granted'`,
      host.id,
    )
    expect(interval?.to.getTime()).toBeGreaterThanOrEqual(interval?.from.getTime() ?? Number.NaN)
  })

  test('is given back once, and the same session gets the same address again at once', async () => {
    const { address } = await pool()
    const agent = client()
    await agent.lease(ask(6))
    expect(addressOf(await agent.lease(ask(7)))).toBe(address(11))
    expect(await agent.release(release(ask(7)))).toEqual({ released: true })
    expect(await agent.release(release(ask(7)))).toEqual({ released: false })
    expect(addressOf(await agent.lease(ask(8)))).toBe(address(12))
    expect(addressOf(await agent.lease(ask(7)))).toBe(address(11))
  })

  test('a user gets the address of last time, once it has rested', async () => {
    const { address } = await pool()
    const agent = client()
    await agent.lease(ask(7, { user: 'ana' }))
    await agent.release(release(ask(7)))
    farm.clock.pass(400_000)
    expect(addressOf(await agent.lease(ask(9, { user: 'ben' })))).toBe(address(11))
    expect(addressOf(await agent.lease(ask(8, { user: 'ana' })))).toBe(address(10))
  })

  test('a later logon of the same number ends the earlier one and frees its address', async () => {
    const { address } = await pool()
    const agent = client()
    await agent.lease(ask(7))
    const later = { id: 7, logonAt: '2026-11-22T11:30:00.000Z' }
    expect(addressOf(await agent.lease(ask(7, { session: later })))).toBe(address(11))
    expect(addressOf(await agent.lease(ask(7)))).toBe('session-ended')
  })

  test('a full report that is older than the lease does not take it away; one that is not there later does', async () => {
    await pool()
    const agent = client()
    await agent.lease(ask(7))
    await ingestReport(farm.ctx, host.id, report(1))
    expect((await agent.lease(ask(7))).granted).toBe(true)
    farm.clock.pass(120_000)
    await ingestReport(farm.ctx, host.id, report(2, { full: true, at: farm.clock.now().toISOString() }))
    expect(addressOf(await agent.lease(ask(7)))).toBe('session-ended')
  })

  test('a full report that was made before the logon does not take it away, however late it arrives', async () => {
    await pool()
    const agent = client()
    const made = farm.clock.now().toISOString()
    farm.clock.pass(1_000)
    const late = ask(7, { session: { id: 7, logonAt: farm.clock.now().toISOString() } })
    const given = addressOf(await agent.lease(late))
    farm.clock.pass(300_000)
    await ingestReport(farm.ctx, host.id, report(1, { full: true, at: made }))
    expect(addressOf(await agent.lease(late))).toBe(given)
    await ingestReport(farm.ctx, host.id, report(2, { full: true, at: farm.clock.now().toISOString() }))
    expect(addressOf(await agent.lease(late))).toBe('session-ended')
  })

  test('a reserved address is for its user alone', async () => {
    const { id, address } = await pool()
    const keep = {
      id,
      address: address(10),
      user: 'ana',
      program: null,
      note: '',
      reason: 'a phone knows it',
    }
    await reserveAddress(farm.ctx, CLI, keep)
    const agent = client()
    expect(addressOf(await agent.lease(ask(7, { user: 'ben' })))).toBe(address(11))
    expect(addressOf(await agent.lease(ask(8, { user: 'ana' })))).toBe(address(10))
    const [kept] = await farm.rows<{ after: { personId: string } }>(
      `SELECT after FROM audit_event WHERE action = 'pool.reserve' AND object_id = $1`,
      id,
    )
    expect(kept?.after.personId).toMatch(/^[0-9a-f-]{36}$/)
    expect(JSON.stringify(kept)).not.toMatch(/ana/)
  })

  test("is refused from a pool that is not of the host's policies, and what is held stays", async () => {
    const { definition } = await pool()
    const agent = client()
    const first = await agent.lease(ask(7))
    await policyNames('another')
    expect(await agent.lease(ask(7))).toEqual({ ...first, again: true })
    const refused = await agent.lease(ask(8))
    expect(refused).toMatchObject({ granted: false, reason: 'no-such-pool', retryAfter: 60 })
    expect(refused.granted ? '' : refused.message).toContain(`do not name the pool pool ${second}`)
    expect(addressOf(await agent.lease(ask(8, { pool: 'another' })))).toBe('no-such-pool')
    await policyNames(definition.name)
    expect((await agent.lease(ask(8))).granted).toBe(true)
  })

  test('is given from the pool that the host still runs by, while it has yet to take the next ticket', async () => {
    const { definition } = await pool()
    const { wantedGeneration = 0, wantedHash } = farm.ctx.board.byId(host.id) ?? {}
    const applied = { generation: wantedGeneration, hash: wantedHash ?? '', items: [], effective: {} }
    await ingestReport(farm.ctx, host.id, report(1, { applied }))
    await policyNames('another')
    expect((await client().lease(ask(7, { pool: definition.name }))).granted).toBe(true)
  })

  test.each([
    ['session 0', { session: { id: 0, logonAt: '2026-11-22T11:00:00.000Z' } }, 'not-virtualised'],
    ['the console', { protocol: 'console' as const }, 'not-virtualised'],
    ['a pool that is not there', { pool: 'nowhere' }, 'no-such-pool'],
  ])('is refused for %s, with the reason', async (_what, more, reason) => {
    await pool()
    expect(addressOf(await client().lease(ask(7, more)))).toBe(reason)
  })
})

describe('64 writers on one pool that is nearly full', () => {
  test('no address is given twice, none is lost, and who gets none hears why', async () => {
    const { id } = await pool({
      ranges: [`10.${100 + second}.0.1-10.${100 + second}.0.40`],
      quarantineSeconds: 0,
    })
    const hosts = await Promise.all(['A', 'B', 'C', 'D'].map((name) => farm.enrol(`${name}-${second}`)))
    // Two servers: each has its own desk over the same database.
    const desks = [createLeaseDesk(farm.ctx), createLeaseDesk(farm.ctx)]
    const identity = (writer: number, round: number) => ({
      hostId: hosts[writer % 4]?.id ?? '',
      boot: BOOT,
      number: 100 + writer + 64 * round,
      logonAt: '2026-11-22T11:00:00.000Z',
    })
    const wants = (writer: number, round: number) => ({
      ...identity(writer, round),
      user: `w${writer}`,
      protocol: 'ica',
      pool: `pool ${second}`,
      ofPolicy: true,
      programs: [],
    })
    const held = new Set<string>()
    const refusals: string[] = []
    const writer = async (number: number) => {
      const desk = desks[number % 2]
      for (let round = 0; round < 6; round++) {
        const output = await desk?.lease.ask(wants(number, round))
        if (!output?.granted) {
          refusals.push(output?.message ?? 'no answer')
          continue
        }
        expect(held.has(output.address), `${output.address} was given twice`).toBe(false)
        held.add(output.address)
        await Promise.resolve()
        if (round === 5 && number < 40) continue
        held.delete(output.address)
        expect(await desk?.release.ask(identity(number, round))).toEqual({ released: true })
      }
    }
    await Promise.all(Array.from({ length: 64 }, (_, number) => writer(number)))
    for (const refusal of refusals) expect(refusal).toMatch(/has no address to give: \d+ of 40 are held/)
    const [row] = (await listPools(farm.ctx)).rows.filter((one) => one.id === id)
    const [open] = await farm.rows<{ count: number; distinct: number }>(
      `SELECT count(*)::int, count(DISTINCT address)::int AS distinct FROM allocation_open WHERE network = $1`,
      row?.network,
    )
    expect(row?.held).toBe(held.size)
    expect(open).toEqual({ count: held.size, distinct: held.size })
    expect((row?.held ?? 0) + (row?.free ?? 0)).toBe(40)
    const overlaps = await farm.rows(
      `SELECT a.id FROM allocation a JOIN allocation b ON b.address = a.address AND b.network = a.network
         AND b.id <> a.id AND a.held_from < b.held_to AND b.held_from < a.held_to WHERE a.network = $1`,
      row?.network,
    )
    expect(overlaps).toEqual([])
  })
})

describe('the definition of pools', () => {
  test('two that overlap are refused, and the other is named', async () => {
    const { definition } = await pool()
    const other = {
      ...definition,
      name: 'Other',
      ranges: [`10.${100 + second}.0.14-10.${100 + second}.0.20`],
    }
    await expect(createPool(farm.ctx, CLI, other)).rejects.toMatchObject({
      code: 'conflict',
      problems: [{ rule: `10.${100 + second}.0.14 belongs to the pool Pool ${second} already` }],
    })
  })

  test('made smaller, it says first who is affected; they keep their address until they end, then it is gone', async () => {
    const { id, version, definition, address } = await pool()
    const agent = client()
    await agent.lease(ask(7))
    await agent.lease(ask(8))
    const smaller = { ...definition, ranges: [`${address(11)}-${address(14)}`] }
    const plan = await planPool(farm.ctx, { id, definition: smaller })
    expect(plan).toMatchObject({ size: 4, sizeBefore: 5, sessions: 1, reservations: 0 })
    expect(plan.affected).toMatchObject([{ address: address(10), number: 7, user: 'user7', host: host.name }])
    const change = { id, version, definition: smaller, reason: 'the printer moved' }
    await expect(
      savePool(farm.ctx, CLI, { ...change, accept: { sessions: 0, reservations: 0 } }),
    ).rejects.toMatchObject({ code: 'stale' })
    const saved = await savePool(farm.ctx, CLI, { ...change, accept: { sessions: 1, reservations: 0 } })
    expect(saved).toMatchObject({ size: 4, held: 2, leaving: 1, free: 3 })
    expect(addressOf(await agent.lease(ask(7)))).toBe(address(10))
    await agent.release(release(ask(7)))
    const [after] = (await listPools(farm.ctx)).rows.filter((one) => one.id === id)
    expect(after).toMatchObject({ held: 1, leaving: 0, size: 4 })
  })
})
