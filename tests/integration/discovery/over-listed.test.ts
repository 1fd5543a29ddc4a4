import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportedSocket } from '~/protocol/report'
import { createDiscoverer } from '~/server/services/discovery/discover'
import { getFinding, listFindings } from '~/server/services/discovery/list-findings'
import { ingestReport } from '~/server/services/ingest-report'
import { publish } from '~/tests/support/publish'
import { openSession, report } from '~/tests/support/report'
import { createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

const DAY_MS = 86_400_000

let farm: TestFarm
let host: EnrolledHost
let seq = 0
beforeAll(async () => {
  farm = await createTestFarm()
  host = await farm.enrol('QUIET')
})
afterAll(() => farm.close())

/** A session of today with these programs on the loopback, which ends whatever the day before had. */
async function aDayWith(...programs: string[]): Promise<void> {
  farm.clock.pass(DAY_MS)
  const socket = (program: string, port: number): ReportedSocket => ({
    ...{ program, protocol: 'tcp', listening: true, local: { address: '127.0.0.2', port } },
  })
  const at = farm.clock.now().toISOString()
  const today = openSession(1, {
    logonAt: at,
    sockets: programs.map((one, index) => socket(one, 7_000 + index)),
  })
  seq += 1
  await ingestReport(farm.ctx, host.id, report(seq, { at, full: true, opened: [today] }))
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
  await aDayWith('browser.exe')
  await publish(farm, [listing(['used.exe', 'idle.exe'])])
  await aDayWith('used.exe')
  for (let day = 2; day <= 13; day++) await aDayWith('used.exe')
  expect(await overListed()).toEqual([])

  await aDayWith('used.exe')
  await aDayWith('used.exe')
  expect(await open()).toEqual(['idle.exe'])
  const [row] = await overListed()
  const { content } = await getFinding(farm.ctx, { id: row?.id ?? '' })
  expect(content).toMatchObject({
    confidence: 'low',
    reasons: [{ code: 'over-listed', values: { days: 14, hosts: 1 } }],
    hosts: ['QUIET'],
  })

  await aDayWith('used.exe', 'idle.exe')
  expect(await open()).toEqual([])
})

test('an entry that a publish has taken out meanwhile is not spoken of', async () => {
  await publish(farm, [listing(['used.exe', 'spare.exe'])])
  for (let day = 0; day < 8; day++) await aDayWith('used.exe')
  await publish(farm, [listing(['used.exe'])])
  for (let day = 0; day < 8; day++) await aDayWith('used.exe')
  expect((await overListed()).map(({ program }) => program)).not.toContain('spare.exe')
})
