/** One bounded HTTP exchange. `node:http` and not `fetch`: a bench runs a thousand agents in one process. */

import http from 'node:http'
import https from 'node:https'
import { ControlFailure } from './failure'
import { proxyAddress, TunnelAgent } from './proxy'

export interface HttpRequest {
  method: 'GET' | 'POST'
  /** Scheme, host and port. */
  origin: string
  path: string
  headers: Record<string, string>
  body?: string
  /** Whole exchange, in milliseconds. */
  timeoutMs: number
  /** A longer answer is refused while it arrives. */
  maxBytes: number
}

export interface HttpAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
}

type Place = Pick<http.RequestOptions, 'protocol' | 'hostname' | 'port'>

/** Connections kept open between calls. Hosts of one process may share one. */
export class Connections {
  private readonly plain: http.Agent
  private readonly secure: https.Agent
  private place: { origin: string; options: Place } | null = null

  constructor(maxSockets = 4) {
    const options = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets, timeout: 120_000 }
    this.plain = new http.Agent(options)
    const proxy = proxyAddress(process.env.VIPFARM_PROXY)
    this.secure = proxy ? new TunnelAgent(proxy, options) : new https.Agent(options)
  }

  /** Opens a request on a kept connection; `alone` gives it one of its own, for a stream that stays. */
  open(origin: string, options: http.RequestOptions, alone = false): http.ClientRequest {
    const place = this.placeOf(origin)
    const secure = place.protocol === 'https:'
    // A stream through a proxy needs the tunnel; its connection is its own all the same, as it never becomes free.
    const tunnelled = secure && this.secure instanceof TunnelAgent
    const agent = alone && !tunnelled ? false : secure ? this.secure : this.plain
    return (secure ? https : http).request({ ...place, ...options, agent })
  }

  /** An address is taken apart once, not at each of its calls. */
  private placeOf(origin: string): Place {
    if (this.place?.origin === origin) return this.place.options
    const { protocol, hostname, port } = new URL(origin)
    const options = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), ...(port === '' ? {} : { port }) }
    this.place = { origin, options }
    return options
  }

  close(): void {
    this.plain.destroy()
    this.secure.destroy()
  }
}

/** @throws ControlFailure `network`, `timeout`, `truncated` or `too-large`. Any status is an answer. */
export function exchange(connections: Connections, request: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string | number> = { ...request.headers }
    if (request.body !== undefined) headers['content-length'] = Buffer.byteLength(request.body)
    const call = connections.open(request.origin, { method: request.method, path: request.path, headers })
    const end = (failure: ControlFailure) => {
      clearTimeout(deadline)
      reject(failure)
      call.destroy()
    }
    const deadline = setTimeout(() => {
      end(new ControlFailure('timeout', `no full answer within ${request.timeoutMs} ms`))
    }, request.timeoutMs)
    call.on('error', (error) => end(new ControlFailure('network', error.message)))
    call.on('response', (response) => {
      readAll(response, request.maxBytes).then((body) => {
        clearTimeout(deadline)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
      }, end)
    })
    call.end(request.body)
  })
}

function readAll(response: http.IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    let over = false
    const cut = () => {
      // Every answer closes; only one that was not complete is worth an error.
      if (over) return
      over = true
      reject(new ControlFailure('truncated', `the answer ended after ${length} bytes, before its end`))
    }
    response.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= maxBytes) {
        chunks.push(chunk)
        return
      }
      over = true
      reject(new ControlFailure('too-large', `the answer is longer than ${maxBytes} bytes`))
      response.destroy()
    })
    response.on('end', () => {
      if (!response.complete) return cut()
      over = true
      resolve(Buffer.concat(chunks, length))
    })
    response.on('error', cut)
    response.on('close', cut)
  })
}
