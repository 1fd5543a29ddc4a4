import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAlive } from '~/server/database/embedded/postmaster-file'
import { DataDirectory, type SpawnedServer, spawnServer } from '~/tests/support/spawned-server'
import { until } from '~/tests/support/until'

const CREDENTIALS = /Sign in as\s+(\S+)\n\s*Password\s+(\S+)/

/** What a process has worked so far: time on the wall would measure what else the machine does. Linux only, else 0. */
function processorSeconds(pid: number): number {
  if (process.platform !== 'linux') return 0
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** One life of a data directory: each test finds what the one before it left. */
describe('the server process, from its first start on', () => {
  let data: DataDirectory
  let server: SpawnedServer
  let first: { username: string; password: string }
  beforeAll(() => {
    data = new DataDirectory()
  })
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await server.exited
    await data.remove()
  })

  const stop = async (signal: NodeJS.Signals) => {
    const postgres = data.postgresPid()
    server.child.kill(signal)
    return { code: await server.exited, postgres }
  }
  const signIn = (url: string) =>
    fetch(`${url}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify(first),
    })

  test('the first start prints the address, the first user and a password that works', async () => {
    server = spawnServer(data)
    const url = await server.ready()
    const [, username = '', password = ''] = await until('the credentials', () =>
      CREDENTIALS.exec(server.told()),
    )
    first = { username, password }
    expect((await signIn(url)).status).toBe(200)
  })

  test('a second start beside it says which process runs where, and ends', async () => {
    const second = spawnServer(data)
    expect(await second.exited).toBe(1)
    expect(second.told()).toContain(
      `already running at ${await server.ready()} (process ${server.child.pid})`,
    )
    expect(second.told()).not.toMatch(/\n\s+at /)
  })

  test('Ctrl-C ends it in order, PostgreSQL included', async () => {
    const { code, postgres } = await stop('SIGINT')
    expect(code).toBe(0)
    expect(postgres).not.toBeNull()
    await until('PostgreSQL to be gone', () => !isAlive(postgres as number))
  })

  test('the next start takes less than 5 seconds of a processor, and shows no password', async () => {
    server = spawnServer(data)
    await server.ready()
    expect(processorSeconds(server.child.pid as number)).toBeLessThan(5)
    expect(server.told()).not.toMatch(CREDENTIALS)
  })

  test('after kill -9 the next start recovers by itself, with nothing lost', async () => {
    const { postgres } = await stop('SIGKILL')
    expect(isAlive(postgres as number)).toBe(true)
    server = spawnServer(data)
    const url = await server.ready()
    expect((await signIn(url)).status).toBe(200)
  })

  test('after kill -9 of the server and of PostgreSQL the next start recovers as well', async () => {
    const { postgres } = await stop('SIGKILL')
    process.kill(postgres as number, 'SIGKILL')
    await until('PostgreSQL to be gone', () => !isAlive(postgres as number))
    server = spawnServer(data)
    const url = await server.ready()
    expect((await signIn(url)).status).toBe(200)
  })

  test('SIGTERM ends it in order too', async () => {
    const { code, postgres } = await stop('SIGTERM')
    expect(code).toBe(0)
    await until('PostgreSQL to be gone', () => !isAlive(postgres as number))
  })
})

describe('what keeps the server from starting is said in a line', () => {
  let data: DataDirectory
  beforeAll(() => {
    data = new DataDirectory()
  })
  afterAll(() => data.remove())

  test('a busy port', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    const server = spawnServer(data, { PORT: port })
    expect(await server.exited).toBe(1)
    expect(server.told()).toMatch(new RegExp(`Port ${port} on 127.0.0.1 is taken.*PORT=`))
    other.close()
  })

  test('a DATABASE_URL that refuses', async () => {
    const server = spawnServer(data, { DATABASE_URL: 'mysql://127.0.0.1/farm' })
    expect(await server.exited).toBe(1)
    expect(server.told()).toMatch(/DATABASE_URL=.*must be a postgresql:\/\/ address/)
  })

  test('a misspelt variable', async () => {
    const server = spawnServer(data, { VIPFARM_DATTA: 'x' })
    expect(await server.exited).toBe(1)
    expect(server.told()).toContain('Did you mean VIPFARM_DATA?')
  })

  test('a database that is away is waited for, in so many words', async () => {
    const server = spawnServer(data, { DATABASE_URL: 'postgresql://u:secret@127.0.0.1:9/farm' })
    await until('word of the waiting', () =>
      /Waiting for the database: PostgreSQL 127.0.0.1:9\/farm/.test(server.told()),
    )
    expect(server.told()).not.toContain('secret')
    server.child.kill('SIGINT')
    expect(await server.exited).toBe(130)
  })
})
