import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Listener, listen } from '~/server/database/listen'
import { silentLogger } from '~/server/log'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'
import { until } from '~/tests/support/until'

let database: TestDatabase
let listener: Listener
let heard: string[]
let resyncs: number
beforeEach(async () => {
  database = await createTestDatabase()
  heard = []
  resyncs = 0
  listener = listen({
    url: database.url,
    channels: ['news', 'Other'],
    onNotify: (channel, payload) => heard.push(`${channel}:${payload}`),
    onResync: () => {
      resyncs += 1
    },
    log: silentLogger,
  })
  await until('the first connection', () => resyncs === 1)
})
afterEach(async () => {
  await listener.stop()
  await database.drop()
})

const notify = (channel: string, payload: string) =>
  database.pool.query('SELECT pg_notify($1, $2)', [channel, payload])

test('what is said on its channels is heard, in order', async () => {
  await notify('news', '1')
  await notify('Other', '2')
  await until('both', () => heard.length === 2)
  expect(heard).toEqual(['news:1', 'Other:2'])
})

test('after a broken connection it asks for everything to be read again, and hears again', async () => {
  await database.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vipfarm-listen' AND datname = current_database()",
  )
  await until('the second connection', () => resyncs === 2)
  await notify('news', '3')
  await until('the news', () => heard.includes('news:3'))
})

test('stopped, it does not come back', async () => {
  await listener.stop()
  const { rows } = await database.pool.query(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'vipfarm-listen' AND datname = current_database()",
  )
  expect(rows).toEqual([{ n: 0 }])
  expect(resyncs).toBe(1)
})
