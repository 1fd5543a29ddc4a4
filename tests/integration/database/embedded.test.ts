import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isAlive } from '~/server/database/embedded/postmaster-file'
import {
  type EmbeddedDatabase,
  type EmbeddedOptions,
  startEmbedded,
} from '~/server/database/embedded/start-embedded'
import { DataDirectory } from '~/tests/support/spawned-server'
import { until } from '~/tests/support/until'

let data: DataDirectory
let running: EmbeddedDatabase[]
beforeEach(() => {
  data = new DataDirectory()
  running = []
})
afterEach(async () => {
  for (const database of running) await database.stop()
  await data.remove()
})

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({
    dataDirectory: data.path,
    database: 'farm',
    durable: false,
    ...options,
  })
  running.push(database)
  return database
}

async function query(url: string, sql: string) {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the embedded database', () => {
  test('keeps its data, its port and its password from start to start', async () => {
    const first = await start()
    await query(first.url, 'CREATE TABLE kept (id int)')
    await first.stop()
    const second = await start()
    expect([first.fresh, second.fresh, second.url]).toEqual([true, false, first.url])
    expect(await query(second.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 0 }])
  })

  test('asks everybody for the password, which only its owner may read', async () => {
    const { url } = await start()
    const wrong = new URL(url)
    wrong.password = 'guess'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
    expect(statSync(join(data.path, 'postgres.password')).mode & 0o077).toBe(0)
  })

  test('listens on loopback only, and commits to the disk unless told otherwise', async () => {
    const { url } = await start({ durable: true })
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }])
  })

  test('left running by a killed server is taken over', async () => {
    const left = await start()
    const taken = await start()
    expect([taken.adopted, taken.pid, taken.url]).toEqual([true, left.pid, left.url])
  })

  test('that ends by itself is started again, where its clients look for it', async () => {
    const { url, pid } = await start({ durable: true })
    await query(url, 'CREATE TABLE kept (id int)')
    process.kill(pid, 'SIGKILL')
    const rows = await until('an answer', () => query(url, 'SELECT count(*)::int AS n FROM kept'))
    expect(rows).toEqual([{ n: 0 }])
  })

  test('borrowed from a running server is left running', async () => {
    const owner = await start()
    const borrowed = await start({ borrow: true })
    await borrowed.stop()
    expect(isAlive(owner.pid)).toBe(true)
    expect(await query(owner.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
  })

  test('recovers when its pid file names a process that is by now somebody else', async () => {
    const first = await start({ durable: true })
    await query(first.url, 'CREATE TABLE kept (id int)')
    const cluster = JSON.parse(readFileSync(join(data.path, 'postgres.json'), 'utf8')).cluster
    const pidFile = join(cluster, 'postmaster.pid')
    const lines = readFileSync(pidFile, 'utf8').split('\n')
    process.kill(first.pid, 'SIGKILL')
    await until('PostgreSQL to be gone', () => !isAlive(first.pid))
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'))
    const said: string[] = []
    const second = await start({ say: (text) => said.push(text) })
    expect(said.join()).toMatch(/not stopped in good order/)
    expect(await query(second.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 0 }])
  })

  test('written by another major version is refused, with both versions named', async () => {
    const first = await start()
    await first.stop()
    const cluster = JSON.parse(readFileSync(join(data.path, 'postgres.json'), 'utf8')).cluster
    writeFileSync(join(cluster, 'PG_VERSION'), '15\n')
    await expect(start()).rejects.toThrow(/written by PostgreSQL 15; this is PostgreSQL 18/)
  })

  test('takes another port when its own is taken by a stranger', async () => {
    const first = await start()
    await first.stop()
    const { createServer } = await import('node:net')
    const stranger = createServer()
    await new Promise<void>((resolve) => stranger.listen(first.port, '127.0.0.1', resolve))
    const second = await start()
    expect(second.port).not.toBe(first.port)
    await new Promise((resolve) => stranger.close(resolve))
  })
})
