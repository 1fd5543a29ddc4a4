import { createServer } from 'node:net'

/** A TCP port of 127.0.0.1 that nobody listens on at this moment; `wanted` when that one is free. */
export async function freePort(wanted: number | null = null): Promise<number> {
  if (wanted !== null && (await probe(wanted)) !== null) return wanted
  const port = await probe(0)
  if (port === null) throw new Error('127.0.0.1 has no free port')
  return port
}

function probe(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
