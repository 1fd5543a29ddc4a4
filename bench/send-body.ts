/** A long body over HTTP, sent no faster than it is taken. */

import { once } from 'node:events'
import http from 'node:http'

export interface Sent {
  status: number
  body: string
  seconds: number
}

/** @param bytes its length, where the sender says it beforehand */
export async function sendBody(
  to: { port: number; path: string; headers: Record<string, string> },
  pieces: Iterable<Buffer>,
  bytes?: number,
): Promise<Sent> {
  const began = performance.now()
  const length = bytes === undefined ? {} : { 'content-length': String(bytes) }
  const call = http.request({
    host: '127.0.0.1',
    method: 'POST',
    ...to,
    headers: { ...to.headers, ...length },
  })
  let answer: http.IncomingMessage | null = null
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    call.on('response', (response) => {
      answer = response
      resolve(response)
    })
    call.on('error', reject)
  })
  for (const piece of pieces) {
    // Refused before its end: nobody reads the rest.
    if (answer) break
    if (!call.write(piece)) await Promise.race([once(call, 'drain'), answered])
  }
  if (!answer) call.end()
  const response = await answered
  let body = ''
  for await (const chunk of response) body += String(chunk)
  call.destroy()
  return { status: response.statusCode ?? 0, body, seconds: (performance.now() - began) / 1_000 }
}
