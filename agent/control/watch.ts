/** The stream of nudges: kept open, reopened with full jitter. Losing it costs seconds, never correctness. */

import type { ClientRequest, IncomingMessage } from 'node:http'
import { StringDecoder } from 'node:string_decoder'
import { type Nudge, nudgeSchema } from '~/protocol/check-in'
import { AGENT_ROUTES } from '~/protocol/routes'
import type { Alarm, Clock } from '../clock'
import type { Log } from '../log'
import { retryDelayMs } from '../loops/retry-delay'
import type { Random } from '../random'
import { ControlFailure, kindOfStatus, retryAfterMs } from './failure'
import type { Connections } from './http'
import { type ServerSentEvent, SseParser } from './sse-parser'

interface WatchOptions {
  origin: string
  credential: string
  connections: Connections
  clock: Clock
  random: Random
  log: Log
  onNudge(nudge: Nudge): void
  /** The stream stands. `again` is true after a cut, in which a nudge may have been lost. */
  onConnected(again: boolean): void
}

/** Without a byte for so long the connection is taken for dead: the server pings more often. */
const SILENCE_MS = 90_000

export class Watch {
  private call: ClientRequest | null = null
  private alarm: Alarm | null = null
  private attempts = 0
  private connectedBefore = false
  private running = false

  constructor(private readonly options: WatchOptions) {}

  start(): void {
    if (this.running) return
    this.running = true
    this.connect()
  }

  stop(): void {
    this.running = false
    this.alarm?.cancel()
    this.call?.destroy()
    this.call = null
  }

  private connect(): void {
    const { origin, credential, connections } = this.options
    const headers = { authorization: `Bearer ${credential}`, accept: 'text/event-stream' }
    const call = connections.open(origin, { method: 'GET', path: AGENT_ROUTES.watch, headers }, true)
    this.call = call
    let over = false
    const end = (failure: ControlFailure) => {
      if (over) return
      over = true
      call.destroy()
      if (this.call === call) this.reconnect(failure)
    }
    call.setTimeout(SILENCE_MS, () => end(new ControlFailure('timeout', 'the stream fell silent')))
    call.on('error', (error) => end(new ControlFailure('network', error.message)))
    call.on('response', (response) => this.read(response, end))
    call.end()
  }

  private read(response: IncomingMessage, end: (failure: ControlFailure) => void): void {
    const status = response.statusCode ?? 0
    if (status !== 200) {
      const wait = retryAfterMs(response.headers['retry-after'], this.options.clock.now())
      response.resume()
      end(new ControlFailure(kindOfStatus(status), `HTTP status ${status}`, { status, retryAfterMs: wait }))
      return
    }
    const parser = new SseParser()
    const decoder = new StringDecoder('utf8')
    this.attempts = 0
    this.options.onConnected(this.connectedBefore)
    this.connectedBefore = true
    response.on('data', (chunk: Buffer) => {
      try {
        for (const event of parser.push(decoder.write(chunk))) this.handle(event, end)
      } catch (error) {
        end(new ControlFailure('invalid-answer', (error as Error).message))
      }
    })
    const cut = () => end(new ControlFailure('network', 'the stream was cut'))
    response.on('error', cut)
    response.on('close', cut)
  }

  private handle(event: ServerSentEvent, end: (failure: ControlFailure) => void): void {
    if (event.event === 'return') end(new ControlFailure('network', 'the server ended the stream'))
    if (event.event !== 'message') return
    const nudge = nudgeSchema.safeParse(JSON.parse(event.data))
    if (nudge.success) this.options.onNudge(nudge.data)
    else this.options.log.warn('a nudge this agent does not know', { data: event.data.slice(0, 200) })
  }

  private reconnect(failure: ControlFailure): void {
    this.call = null
    if (!this.running) return
    const wait = retryDelayMs(failure, this.attempts++, this.options.random)
    this.options.log.info('nudge stream lost', { reason: failure.message, retryMs: wait })
    this.alarm = this.options.clock.after(wait, () => this.connect())
  }
}
