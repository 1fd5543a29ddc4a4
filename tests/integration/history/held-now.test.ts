import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { heldNowSql } from '~/server/repositories/held-now'
import { heldNowOf, listHeldNow } from '~/server/services/history/held-now'
import { ingestReport } from '~/server/services/ingest-report'
import { openSession, report } from '~/tests/support/report'
import { createTestFarm, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm

beforeAll(async () => {
  farm = await createTestFarm()
  const from = '2026-11-22T11:00:00.000Z'
  const leased = { kind: 'observed' as const, address: '10.9.0.5', network: '10.9.0.0/24', from }
  for (const [name, id] of [
    ['NOW1', 9],
    ['NOW2', 1],
  ] as const) {
    const host = await farm.enrol(name)
    const session = openSession(id, { user: `user of ${name}` })
    const allocations = name === 'NOW1' ? [...session.allocations, leased] : session.allocations
    await ingestReport(
      farm.ctx,
      host.id,
      report(1, { opened: [{ ...session, allocations }, openSession(20)] }),
    )
    const closed = [{ id: 20, logonAt: from, endedAt: '2026-11-22T11:30:00.000Z' }]
    await ingestReport(farm.ctx, host.id, report(2, { closed }))
  }
})
afterAll(() => farm.close())

type Asked = Omit<Parameters<typeof listHeldNow>[1], 'limit'>
const list = async (asked: Asked = {}) =>
  (await listHeldNow(farm.ctx, { limit: 50, ...asked })).rows.map(({ address, host }) => `${host} ${address}`)

describe('what is held now', () => {
  it('stands by address as a number, without what sessions held before', async () => {
    expect(await list()).toEqual([...['NOW1 10.9.0.5', 'NOW2 127.0.0.2', 'NOW1 127.0.0.10']])
  })

  it('is one row for an address of a session, with all that says so', async () => {
    const { rows } = await listHeldNow(farm.ctx, { limit: 50, q: '127.0.0.2' })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ address: '127.0.0.2', kinds: ['computed', 'observed'] })
    expect(rows[0]?.programs).toHaveLength(1)
  })

  it('comes page by page: each row once, however small the pages', async () => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await listHeldNow(farm.ctx, { limit: 1, ...(cursor && { cursor }) })
      ids.push(...page.rows.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(3)
    await expect(listHeldNow(farm.ctx, { limit: 1, cursor: 'WyJ4Il0' })).rejects.toMatchObject({
      code: 'bad-input',
      problems: [{ field: 'cursor' }],
    })
  })

  it('reads no more of a long list than a page of it shows', async () => {
    const client = await farm.database.pool.connect()
    try {
      await client.query('BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashagg = off')
      const values = [null, null, '127.0.0.1', '00000000-0000-0000-0000-000000000000', 51, null]
      const { rows } = await client.query(`EXPLAIN ${heldNowSql('all')}`, values)
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toMatch(/Limit.*\n\s*->\s+GroupAggregate/)
      expect(plan).toContain('allocation_open_address_host_id_idx')
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  })

  it.each<[string, Asked, string[]]>([
    ['virtual IPs', { network: 'virtual' }, ['NOW1 10.9.0.5']],
    ['a kind', { kind: 'computed' }, ['NOW2 127.0.0.2', 'NOW1 127.0.0.10']],
    ['a part of an address', { q: '0.9.0' }, ['NOW1 10.9.0.5']],
    ['a user, in any case', { q: 'USER OF now2', kind: 'computed' }, ['NOW2 127.0.0.2']],
    ['nothing', { q: 'nobody' }, []],
  ])('is found by %s', async (_what, asked, rows) => {
    expect(await list(asked)).toEqual(rows)
  })

  it('of some sessions is all that these hold, and nothing of others', async () => {
    const { rows } = await listHeldNow(farm.ctx, { limit: 50, q: 'NOW1' })
    const [first] = rows
    const of = await heldNowOf(farm.ctx, { sessionIds: [first?.sessionId ?? ''] })
    expect(of.rows.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort())
  })
})
