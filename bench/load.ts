/** A load that costs little: prepared requests over plain sockets, one at a time on each connection. */

import { connect, type Socket } from 'node:net'

export interface Load {
  port: number
  /** One list of prepared requests for each connection; sent in turn, again and again. */
  requests: readonly (readonly Buffer[])[]
  /** At most so long. */
  seconds: number
  /** Ends it sooner: asked after each answer. */
  isOver?: () => boolean
  /** Each request once, then the connection ends. */
  once?: boolean
  /** After an answer the connection is silent for so long. */
  pauseMs?: number
}

export interface LoadResult {
  answers: number
  seconds: number
  /** Milliseconds; of every answer. */
  times: number[]
  /** Bytes of the first answer's body. */
  bodyBytes: number
}

/** An HTTP/1.1 POST with everything a check-in sends. */
export function postRequest(path: string, headers: Record<string, string>, body: string): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** @throws Error for an answer that is not 200: a bench of refusals measures nothing. */
export async function runLoad({ requests, seconds, ...load }: Load): Promise<LoadResult> {
  const result: LoadResult = { answers: 0, seconds: 0, times: [], bodyBytes: 0 }
  const since = performance.now()
  const deadline = since + seconds * 1000
  await Promise.all(requests.map((list) => runConnection({ ...load, requests: list, deadline }, result)))
  result.seconds = (performance.now() - since) / 1000
  return result
}

interface Connection extends Omit<Load, 'requests' | 'seconds'> {
  requests: readonly Buffer[]
  deadline: number
}

function runConnection(
  { port, requests, deadline, isOver, once, pauseMs }: Connection,
  result: LoadResult,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let turn = 0
    let sentAt = 0
    let pending = ''
    const send = () => {
      sentAt = performance.now()
      socket.write(requests[turn++ % requests.length] as Buffer)
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      pending = pending === '' ? chunk : pending + chunk
      const body = wholeBody(pending)
      if (body < 0) return
      if (!pending.startsWith('HTTP/1.1 200')) return fail(socket, pending, reject)
      pending = ''
      const now = performance.now()
      result.answers += 1
      result.times.push(now - sentAt)
      if (result.bodyBytes === 0) result.bodyBytes = body
      if (now >= deadline || isOver?.() || (once && turn >= requests.length)) socket.end()
      else if (pauseMs) setTimeout(send, pauseMs)
      else send()
    })
  })
}

function fail(socket: Socket, answer: string, reject: (error: Error) => void): void {
  socket.destroy()
  reject(new Error(`the server answered ${answer.slice(0, 400)}`))
}

/** Bytes of the body when the answer is complete, else -1. */
function wholeBody(text: string): number {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return -1
  const at = text.indexOf('ontent-length: ') + 15
  const length = Number.parseInt(text.slice(at, at + 8), 10)
  return text.length >= end + 4 + length ? length : -1
}
