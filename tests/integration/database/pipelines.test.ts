import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  atTheEnd,
  createTurns,
  inOneGo,
  inSqlTransaction,
  type Sql,
  sqlOf,
} from '~/server/repositories/statements'
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

  test('take turns on one connection: each sees what the one before committed, and none falls with it', async () => {
    const turns = createTurns(database.pipelines)
    const write21 = (tx: Sql) => atTheEnd(tx, write(tx, 21, 'first'))
    const again21 = (tx: Sql) => atTheEnd(tx, write(tx, 22, 'never'), write(tx, 21, 'again'))
    const noted = async (tx: Sql) =>
      (await read(tx)()).map(({ said }) => said).filter((said) => /first|never|third/.test(said))
    let broken: Promise<unknown> = Promise.resolve()
    let third: Promise<string[]> = Promise.resolve([])
    const begun = new Promise<void>((allBegun) => {
      const last = async (tx: Sql) => {
        const seen = await noted(tx)
        await atTheEnd(tx, write(tx, 23, 'third'))
        return seen
      }
      const second = () => {
        broken = turns(again21, () => {
          third = turns(last, allBegun)
        })
        broken.catch(() => undefined)
      }
      void turns(write21, second)
    })
    await begun
    await expect(broken).rejects.toMatchObject({ code: '23505' })
    expect(await third).toEqual(['first'])
    expect(await noted(sqlOf(database.pool))).toEqual(['first', 'third'])
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
