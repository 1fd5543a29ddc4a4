/** The limit of propagation: one event to as many bare streams, with nothing behind it. */

import { createServer, get, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveRole, tellParent } from './child'

export async function serveFanoutServer(): Promise<void> {
  const open = new Set<ServerResponse>()
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.write('data: 0\n\n')
    open.add(res)
    res.on('close', () => open.delete(res))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  serveRole(
    {
      port: () => (server.address() as AddressInfo).port,
      send: ({ round }: { round: number }) => {
        const at = Date.now()
        for (const res of open) res.write(`data: ${round}\n\n`)
        return at
      },
    },
    async () => {
      server.closeAllConnections()
      server.close()
    },
  )
}

export async function serveFanoutClients(): Promise<void> {
  const seen = new Map<number, number>()
  serveRole(
    {
      start: async ({ port, streams }: { port: number; streams: number }) => {
        const note = (round: number) => {
          const count = (seen.get(round) ?? 0) + 1
          seen.set(round, count)
          if (count === streams) tellParent('seen', { round, at: Date.now() })
        }
        const open = () =>
          new Promise<void>((resolve, reject) => {
            const call = get({ port, host: '127.0.0.1', agent: false }, (res) => {
              res.setEncoding('utf8')
              res.on('data', (text: string) => {
                for (const [, round] of text.matchAll(/data: (\d+)/g)) note(Number(round))
                resolve()
              })
              res.on('error', () => {})
            })
            call.on('error', reject)
          })
        for (let first = 0; first < streams; first += 50) {
          await Promise.all(Array.from({ length: Math.min(50, streams - first) }, open))
        }
      },
    },
    async () => {},
  )
}
