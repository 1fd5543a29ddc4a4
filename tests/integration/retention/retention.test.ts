import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { updateFarm } from '~/server/services/farm/farm-settings'
import { whoHeld } from '~/server/services/history/who-held'
import { ingestReport } from '~/server/services/ingest-report'
import { retain } from '~/server/services/retention/retain'
import { openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
let archive: string
beforeAll(async () => {
  farm = await createTestFarm()
  archive = mkdtempSync(join(tmpdir(), 'vipfarm-archive-'))
  const host = await farm.enrol('KEEPER')
  const day = (text: string, id: number, user: string) => {
    const at = `2026-${text}T09:00:00.000Z`
    return {
      session: openSession(id, { logonAt: at, user, allocations: [held(id, at)] }),
      end: `2026-${text}T17:00:00.000Z`,
    }
  }
  const days = [
    day('07-10', 1, 'ana'),
    day('07-20', 2, 'ben'),
    day('08-03', 3, 'ana'),
    day('11-20', 4, 'ana'),
  ]
  for (const [at, { session, end }] of days.entries()) {
    await ingestReport(
      farm.ctx,
      host.id,
      report(2 * at + 1, { full: at === 0, at: session.logonAt, opened: [session] }),
    )
    const closed = [{ id: session.id, logonAt: session.logonAt, endedAt: end }]
    await ingestReport(farm.ctx, host.id, report(2 * at + 2, { at: end, closed }))
  }
  for (const [since, revision] of IN_FORCE)
    await farm.rows(
      `INSERT INTO host_in_force (host_id, since, generation, revision) VALUES ($1::uuid, $2::timestamptz, 1, $3::int)`,
      ...[host.id, since, revision],
    )
})
afterAll(async () => {
  await farm.close()
  rmSync(archive, { recursive: true, force: true })
})

const held = (id: number, from: string) => ({
  kind: 'computed' as const,
  address: `127.0.0.${id + 1}`,
  network: 'loopback',
  from,
})
const intervals = () =>
  farm.rows<{ number: number; user: string }>(
    `SELECT s.number, p.name AS "user" FROM allocation a JOIN session s ON s.id = a.session_id
     JOIN person p ON p.id = s.person_id ORDER BY s.number`,
  )
const audited = (action: string) =>
  farm.rows<{ after: Record<string, unknown> }>(
    'SELECT after FROM audit_event WHERE action = $1 ORDER BY id',
    action,
  )

/** What the host had in force: a revision from each of these days on. */
const IN_FORCE: [string, number][] = [
  ['2026-07-05T08:00:00.000Z', 1],
  ['2026-07-15T08:00:00.000Z', 2],
  ['2026-08-01T00:00:00.000Z', 3],
  ['2026-11-01T08:00:00.000Z', 4],
]
const revisionsInForce = async () => {
  const rows = await farm.rows<{ revision: number }>(
    `SELECT f.revision FROM host_in_force f JOIN host h ON h.id = f.host_id WHERE h.name = $1 ORDER BY since`,
    'KEEPER',
  )
  return rows.map(({ revision }) => revision)
}
const archived = (start: string) => {
  const [name = '', ...more] = readdirSync(archive).filter((file) => file.startsWith(start))
  expect(more).toEqual([])
  const bytes = readFileSync(join(archive, name))
  return {
    name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    lines: gunzipSync(bytes).toString('utf8').trim().split('\n'),
  }
}

test('while nothing is set, everything stays', async () => {
  await retain(farm.ctx, archive)
  expect(await intervals()).toHaveLength(4)
})

test('names of old records go: records and counts stay, and who is still seen keeps one pseudonym', async () => {
  await updateFarm(farm.ctx, CLI, { pseudonymDays: 30, reason: 'data protection' })
  await retain(farm.ctx, archive)
  const rows = await intervals()
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4])
  const [ana, ben, anaAgain, recent] = rows.map(({ user }) => user)
  expect(ana).toMatch(/^user-[0-9a-f]{10}$/)
  expect(anaAgain).toBe(ana)
  expect(ben).not.toBe(ana)
  expect(recent).toBe('ana')
  const people = await farm.rows<{ name: string }>('SELECT name FROM person ORDER BY name')
  expect(people.map(({ name }) => name)).not.toContain('ben')
  expect(await audited('history.pseudonymise')).toMatchObject([{ after: { sessions: 3, people: 1 } }])
  await retain(farm.ctx, archive)
  expect(await intervals()).toEqual(rows)
})

test('whole months that are over go, each written to a file of its own before, and on the record', async () => {
  await updateFarm(farm.ctx, CLI, { historyDays: 100, reason: 'as agreed' })
  await retain(farm.ctx, archive)
  expect((await intervals()).map(({ number }) => number)).toEqual([3, 4])
  const [drop, ...others] = await audited('history.drop')
  expect(others).toEqual([])
  expect(drop?.after).toMatchObject({
    from: '2026-07-01T00:00:00.000Z',
    to: '2026-08-01T00:00:00.000Z',
    intervals: 2,
    sessions: 2,
  })
  const file = archived('allocations-')
  expect(drop?.after).toMatchObject({ file: file.name, sha256: file.sha256 })
  const [header, ...lines] = file.lines
  expect(header).toMatch(/^id,host,person,session,/)
  expect(lines.map((line) => line.match(/127\.0\.0\.\d/)?.[0])).toEqual(['127.0.0.2', '127.0.0.3'])
})

test('what the host had in force goes with it, but for what was in force when the kept time began', async () => {
  expect(await revisionsInForce()).toEqual([3, 4])
  const [drop] = await audited('history.drop')
  const file = archived('in-force-')
  expect(drop?.after.inForce).toEqual({ rows: 2, file: file.name, sha256: file.sha256 })
  const [header, ...lines] = file.lines
  expect(header).toBe('host_id,host,since,generation,revision')
  expect(lines.map((line) => line.split(',').slice(1))).toEqual([
    ['KEEPER', '2026-07-05 08:00:00+00', '1', '1'],
    ['KEEPER', '2026-07-15 08:00:00+00', '1', '2'],
  ])
})

test('the time machine says as before which revision was in force in the time that is kept', async () => {
  const asked = { address: '127.0.0.4', at: '2026-08-03T12:00:00Z', host: 'KEEPER' }
  const { holders } = await whoHeld(farm.ctx, asked)
  expect(holders).toMatchObject([{ inForce: { revision: 3, since: '2026-08-01T00:00:00.000Z' } }])
})
