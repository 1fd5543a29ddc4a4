import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportedSocket } from '~/protocol/report'
import { createDiscoverer } from '~/server/services/discovery/discover'
import { getFinding, listFindings } from '~/server/services/discovery/list-findings'
import { ingestReport } from '~/server/services/ingest-report'
import { appliedBy } from '~/tests/support/applied'
import { publish } from '~/tests/support/publish'
import { openSession, report } from '~/tests/support/report'
import { createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

const DAY_MS = 86_400_000

let farm: TestFarm
let host: EnrolledHost
let seq = 0
beforeAll(async () => {
  farm = await createTestFarm()
  // The database stamps a revision by its own clock: days are counted from that.
  farm.clock.pass(Date.now() - farm.clock.now().getTime())
  host = await farm.enrol('QUIET')
})
afterAll(() => farm.close())

/** So many days later: a session with these programs on the loopback, which ends whatever was there before. */
async function after(days: number, ...programs: string[]): Promise<void> {
  farm.clock.pass(days * DAY_MS)
  const socket = (program: string, port: number): ReportedSocket => ({
    ...{ program, protocol: 'tcp', listening: true, local: { address: '127.0.0.2', port } },
  })
  const at = farm.clock.now().toISOString()
  const today = openSession(1, {
    logonAt: at,
    sockets: programs.map((one, index) => socket(one, 7_000 + index)),
  })
  seq += 1
  const applied = seq === 1 ? {} : { applied: await appliedBy(farm, host) }
  await ingestReport(farm.ctx, host.id, report(seq, { at, full: true, opened: [today], ...applied }))
  const discoverer = createDiscoverer(farm.ctx)
  await discoverer.run()
  discoverer.stop()
}

/** What else is found of these programs (that they were seen once) is not of interest here. */
const overListed = async () =>
  (await listFindings(farm.ctx, { state: 'all', limit: 50 })).rows.filter(
    ({ verdict }) => verdict === 'over-listed',
  )
const open = async () =>
  (await overListed()).filter(({ state }) => state === 'open').map(({ program }) => program)

test('an entry that bound nothing for fourteen days is over-listed, one that did is not, and the finding ends when it binds', async () => {
  await after(0, 'browser.exe')
  await publish(farm, [listing(['used.exe', 'idle.exe'])])
  await after(1, 'used.exe')
  await after(12, 'used.exe')
  expect(await overListed()).toEqual([])

  await after(2, 'used.exe')
  expect(await open()).toEqual(['idle.exe'])
  const [row] = await overListed()
  const { content } = await getFinding(farm.ctx, { id: row?.id ?? '' })
  expect(content).toMatchObject({
    confidence: 'low',
    reasons: [{ code: 'over-listed', values: { days: 14, hosts: 1 } }],
    hosts: ['QUIET'],
  })

  await after(1, 'used.exe', 'idle.exe')
  expect(await open()).toEqual([])
})
