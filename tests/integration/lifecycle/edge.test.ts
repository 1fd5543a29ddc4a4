import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '~/tests/support/server'
import { until } from '~/tests/support/until'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const get = (path: string) => fetch(`${server.url}${path}`)

describe('the edge of the server', () => {
  test('says that it lives and that it is ready', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
    const ready = await get('/readyz')
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true }])
  })

  test('answers an address of the API that does not exist with a readable 404', async () => {
    const answer = await get('/api/nothing')
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual({ error: { code: 'not-found', message: expect.any(String) } })
  })

  test('lets no page frame it, and no browser guess a type', async () => {
    const { headers } = await get('/healthz')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('refuses a body larger than any call has, before reading it', async () => {
    const { request } = await import('node:http')
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${server.url}/api/trpc/me.get`, {
        method: 'POST',
        headers: { 'content-length': 10 ** 9 },
      })
      call.on('response', (response) => {
        resolve(response.statusCode)
        call.destroy()
      })
      call.on('error', reject)
      call.flushHeaders()
    })
    expect(status).toBe(413)
  })

  test('is not ready while its database is away, and ready again when it is back', async () => {
    const { pool, url } = server.testDatabase
    const name = new URL(url).pathname.slice(1)
    const admin = await import('pg').then(
      ({ default: pg }) => new pg.Client(url.replace(`/${name}`, '/postgres')),
    )
    await admin.connect()
    try {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
      const away = await until('503', async () => {
        const answer = await get('/readyz')
        return answer.status === 503 && answer.json()
      })
      expect(away).toEqual({ ready: false, reason: 'the database does not answer' })
      expect((await get('/healthz')).status).toBe(200)
    } finally {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
      await admin.end()
    }
    await until('200', async () => (await get('/readyz')).status === 200)
    expect((await pool.query('SELECT 1')).rowCount).toBe(1)
  })
})

describe('stopping', () => {
  test('frees the port and leaves the database in order', async () => {
    const other = await startTestServer()
    await other.stop()
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow()
  })

  test('a port taken by another program is named, with what to do', async () => {
    const { port } = new URL(server.url)
    const start = startTestServer({ environment: { PORT: port } })
    await expect(start).rejects.toThrow(new RegExp(`Port ${port} .* taken .* PORT=`))
  })
})
