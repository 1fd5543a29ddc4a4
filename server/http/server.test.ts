import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listenOn } from '~/server/listen-on'
import { silentLogger } from '~/server/log'
import { answerJson, type Handler } from './answer'
import { createEdge, type Edge, type EdgeRoutes } from './server'

const named =
  (name: string): Handler =>
  (_request, response) =>
    answerJson(response, 200, { name })

const routes: EdgeRoutes = {
  readiness: async () => ({ ready: true }),
  agent: named('agent'),
  auth: named('auth'),
  trpc: named('trpc'),
  export: named('export'),
  captures: named('captures'),
  pages: named('pages'),
}

let edge: Edge
let url: string
beforeEach(async () => {
  edge = createEdge(silentLogger, null)
  url = `http://127.0.0.1:${await listenOn(edge.server, '127.0.0.1', 0)}`
})
afterEach(() => {
  edge.server.closeAllConnections()
  edge.server.close()
})

const get = (path: string) => fetch(url + path)
const nameAt = async (path: string) => (await (await get(path)).json()).name

describe('the edge', () => {
  test('sends each path to its handler, agents first and pages last', async () => {
    edge.open(routes)
    const paths = [
      '/api/agent/checkIn',
      '/api/auth/sign-in',
      '/api/trpc/me.get',
      '/api/export/audit.csv',
      '/hosts',
    ]
    expect(await Promise.all(paths.map(nameAt))).toEqual(['agent', 'auth', 'trpc', 'export', 'pages'])
    expect((await get('/api/agent')).status).toBe(404)
  })

  test('before it opens, lives but is not ready, and says when to come back', async () => {
    expect((await get('/healthz')).status).toBe(200)
    expect(await (await get('/readyz')).json()).toEqual({ ready: false, reason: 'the server is starting' })
    const answer = await get('/api/agent/checkIn')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  })

  test('while it drains, finishes what it began, cuts streams, and answers the rest with 503 and Retry-After', async () => {
    let finish = () => {}
    const begun = new Promise<void>((started) => {
      edge.open({
        ...routes,
        auth: async (request, response) => {
          started()
          await new Promise<void>((resolve) => {
            finish = resolve
          })
          await named('late')(request, response)
        },
        agent: (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          response.write(': open\n\n')
        },
      })
    })
    const stream = await get('/api/agent/watch')
    const slow = nameAt('/api/auth/sign-in')
    await begun
    edge.drain()
    await expect(stream.text()).rejects.toThrow()
    const refused = await get('/api/agent/checkIn')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect((await get('/readyz')).status).toBe(503)
    finish()
    expect(await slow).toBe('late')
  })

  test('answers a defect of a handler without its words', async () => {
    edge.open({
      ...routes,
      pages: () => {
        throw new Error('the password is hunter2')
      },
    })
    const answer = await get('/')
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('hunter2')
  })
})
