/** The limit of check-ins: a server that reads the same POST, looks at nothing, and answers as many bytes. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpuSeconds, serveRole } from './child'

export async function serveRaw(): Promise<void> {
  let body = ''
  const server = createServer((req, res) => {
    req.on('data', () => {})
    req.on('end', () => {
      res.writeHead(200, ['content-type', 'application/json', 'content-length', String(body.length)])
      res.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  serveRole(
    {
      port: () => (server.address() as AddressInfo).port,
      answer: ({ bytes }: { bytes: number }) => {
        body = 'x'.repeat(bytes)
      },
      cpu: () => cpuSeconds(),
    },
    async () => {
      server.closeAllConnections()
      server.close()
    },
  )
}
