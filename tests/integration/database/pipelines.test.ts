import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atTheEnd, inOneGo, inSqlTransaction, type Sql, sqlOf } from '~/server/repositories/statements'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase({ template: null })
  await database.pool.query('CREATE TABLE note (place int PRIMARY KEY, said text NOT NULL)')
})
afterAll(() => database.drop())

const write = (tx: Sql, place: number, said: string | null) => () =>
  tx.$executeRawUnsafe('INSERT INTO note (place, said) VALUES ($1, $2)', place, said)
const read = (tx: Sql) => () => tx.$queryRawUnsafe<{ said: string }[]>('SELECT said FROM note ORDER BY place')

describe('statements that leave at once', () => {
  test('are done in their order, each seeing what those before it wrote', async () => {
    const [, first, , both] = await inSqlTransaction(database.pipelines, (tx) =>
      inOneGo(tx, write(tx, 1, 'one'), read(tx), write(tx, 2, 'two'), read(tx)),
    )
    expect(first).toEqual([{ said: 'one' }])
    expect(both).toEqual([{ said: 'one' }, { said: 'two' }])
  })

  test('leave nothing when one fails, tell the first failure, and give the connection back in order', async () => {
    const broken = inSqlTransaction(database.pipelines, (tx) =>
      inOneGo(tx, write(tx, 3, 'three'), write(tx, 4, null), write(tx, 5, 'five'), write(tx, 3, 'again')),
    )
    await expect(broken).rejects.toMatchObject({ code: '23502' })
    expect(await read(sqlOf(database.pipelines))()).toEqual([{ said: 'one' }, { said: 'two' }])
    expect(database.pipelines.idleCount).toBe(database.pipelines.totalCount)
  })

  test('stand when they left with COMMIT, and leave nothing when the last one fails', async () => {
    const noted = (place: number) =>
      sqlOf(database.pool).$queryRawUnsafe('SELECT FROM note WHERE place = $1', place)
    await inSqlTransaction(database.pipelines, (tx) => atTheEnd(tx, write(tx, 11, 'a'), write(tx, 12, 'b')))
    expect([await noted(11), await noted(12)]).toEqual([[{}], [{}]])
    const broken = inSqlTransaction(database.pipelines, async (tx) => {
      await write(tx, 13, 'c')()
      await atTheEnd(tx, write(tx, 14, 'd'), write(tx, 11, 'again'))
      return 'done'
    })
    await expect(broken).rejects.toMatchObject({ code: '23505' })
    expect([await noted(13), await noted(14)]).toEqual([[], []])
    expect(database.pipelines.idleCount).toBe(database.pipelines.totalCount)
  })

  test('wait for one another where the connection does not pipeline', async () => {
    const under: string[] = []
    const slow = (name: string) => async () => {
      under.push(`${name} begins`)
      await database.pool.query('SELECT 1')
      under.push(`${name} ends`)
      return name
    }
    expect(await inOneGo(sqlOf(database.pool), slow('a'), slow('b'))).toEqual(['a', 'b'])
    expect(under).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })
})
