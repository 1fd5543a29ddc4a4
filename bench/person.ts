/** Somebody who is signed in, over one connection that stays open. */

import http from 'node:http'
import { type Sent, sendBody } from './send-body'

export interface Person {
  query<T>(procedure: string, input: object): Promise<T>
  /** Reads a download to its end. */
  download(path: string): Promise<{ bytes: number; lines: number }>
  /** Sends a body as it comes; its length, where it is said beforehand. */
  upload(path: string, pieces: Iterable<Buffer>, bytes?: number): Promise<Sent>
  close(): void
}

export async function openPerson(
  port: number,
  { username, password }: { username: string; password: string },
): Promise<Person> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 })
  const origin = `http://127.0.0.1:${port}`
  const signedIn = await fetch(`${origin}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ username, password }),
  })
  if (!signedIn.ok) throw new Error(`signing in failed: ${signedIn.status}`)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const get = (path: string, take: (chunk: Buffer) => void) =>
    new Promise<void>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port, path, agent, headers: { cookie } }, (response) => {
          response.on('data', take)
          response.on('end', () =>
            response.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${response.statusCode}`)),
          )
          response.on('error', reject)
        })
        .on('error', reject)
    })
  return {
    async query<T>(procedure: string, input: object) {
      const chunks: Buffer[] = []
      const path = `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
      await get(path, (chunk) => void chunks.push(chunk))
      return JSON.parse(Buffer.concat(chunks).toString('utf8')).result.data as T
    },
    async download(path) {
      let bytes = 0
      let lines = 0
      await get(path, (chunk) => {
        bytes += chunk.length
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1
      })
      return { bytes, lines }
    },
    upload: (path, pieces, bytes) => sendBody({ port, path, headers: { cookie, origin } }, pieces, bytes),
    close: () => agent.destroy(),
  }
}
