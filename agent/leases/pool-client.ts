/** One session's address from a pool: asked for until it is there, kept while the server is away, given back at logoff. */

import type { Alarm, Clock } from '../clock'
import { type Log, messageOf } from '../log'
import { fullJitterMs } from '../loops/retry-delay'
import type { Random } from '../random'
import type { AddressHolder, AddressWork, Held, Keep, Lease } from './held'
import type { PoolDesk, PoolSession, PoolWish } from './pool-desk'
import type { Shortage } from './shortage'

const RETRY_BASE_MS = 1_000
const RETRY_CAP_MS = 60_000
/** The end of the session, which is reported durably, ends the grant as well. */
const RELEASE_TRIES = 2

export interface PoolClientOptions {
  session: PoolSession
  wish: PoolWish
  desk: PoolDesk
  work: AddressWork
  clock: Clock
  random: Random
  log: Log
  keep: Keep
}

const ASKING: Shortage = { code: 'asking', message: 'an address of the pool is being asked for' }

export class PoolClient implements AddressHolder {
  private now: Held = { address: null, lease: null, shortage: ASKING }
  private alarm: Alarm | null = null
  private queue: Promise<void> = Promise.resolve()
  private failures = 0
  private over = false

  constructor(private readonly options: PoolClientOptions) {}

  get held(): Held {
    return this.now
  }

  start(last: Lease | null, held: boolean): void {
    this.post(async () => {
      // Ours until the farm says otherwise: it grants by session.
      if (last && held) await this.become({ address: last.address, lease: last, shortage: null })
      await this.ask()
    })
  }

  async release(): Promise<void> {
    this.leave()
    await this.queue
    await this.dropHeld()
    await this.tellReleased()
  }

  async giveBack(lease: Lease): Promise<void> {
    this.now = { address: lease.address, lease, shortage: null }
    await this.release()
  }

  leave(): void {
    this.over = true
    this.alarm?.cancel()
    this.alarm = null
  }

  private post(work: () => Promise<void>): void {
    this.queue = this.queue.then(work).catch((error) => {
      this.options.log.error('a lease of a pool cannot go on', { error: messageOf(error) })
      this.askAgain(RETRY_CAP_MS)
    })
  }

  private async ask(): Promise<void> {
    if (this.over) return
    const { desk, session, wish } = this.options
    const answer = await desk.lease(session, wish).catch((error: Error) => error)
    if (answer instanceof Error) return this.noAnswer(answer)
    if (answer.granted) return this.granted(answer)
    await this.dropHeld()
    const { reason, message, retryAfter } = answer
    await this.become({ address: null, lease: null, shortage: { code: reason, message } })
    if (reason !== 'session-ended' && reason !== 'not-virtualised')
      this.askAgain(retryAfter === undefined ? RETRY_CAP_MS : retryAfter * 1000)
  }

  /** An address that is held stays: the farm does not take one away from a session that is open. */
  private async noAnswer(error: Error): Promise<void> {
    if (this.now.address === null) {
      const message = `the farm cannot be asked for an address of the pool: ${error.message.slice(0, 200)}`
      await this.become({ address: null, lease: null, shortage: { code: 'no-answer', message } })
    }
    this.askAgain(fullJitterMs(this.failures++, RETRY_BASE_MS, RETRY_CAP_MS, this.options.random))
  }

  private async granted({ address, network }: { address: string; network: string }): Promise<void> {
    this.failures = 0
    if (this.now.address === address) return
    const { work } = this.options
    await this.dropHeld()
    if (await work.isTaken(address)) return this.conflict(address)
    const lease = forEver(address, network)
    await this.options.keep({ address: null, lease, shortage: null })
    try {
      await work.hold(lease)
      await this.become({ address, lease, shortage: null })
    } catch (error) {
      const shortage = { code: 'cannot-add' as const, message: messageOf(error).slice(0, 300) }
      await this.become({ address: null, lease: null, shortage })
      this.askAgain(RETRY_CAP_MS)
    }
  }

  /** Given back, it rests for the pool's quarantine, and another is given meanwhile. */
  private async conflict(address: string): Promise<void> {
    const message = `${address}, which the pool gave, is used by another machine: it was given back`
    await this.become({ address: null, lease: null, shortage: { code: 'conflict', message } })
    await this.tellReleased()
    this.askAgain(RETRY_BASE_MS)
  }

  private async dropHeld(): Promise<void> {
    const { lease } = this.now
    if (!lease) return
    await this.options.work.drop(lease.address)
    this.now = { address: null, lease: null, shortage: ASKING }
  }

  private async tellReleased(): Promise<void> {
    const { desk, session, log } = this.options
    for (let tries = 1; ; tries++) {
      try {
        return await desk.release(session)
      } catch (error) {
        if (tries < RELEASE_TRIES) continue
        log.info('a released address waits for the end of its session to be reported', {
          session: session.id,
          error: messageOf(error),
        })
        return
      }
    }
  }

  private async become(held: Held): Promise<void> {
    this.now = held
    await this.options.keep(held)
  }

  private askAgain(milliseconds: number): void {
    if (this.over) return
    this.alarm?.cancel()
    this.alarm = this.options.clock.after(milliseconds, () => this.post(() => this.ask()))
  }
}

/** A grant ends with the session, not by the clock. */
function forEver(address: string, network: string): Lease {
  const never = Number.MAX_SAFE_INTEGER
  return { address, network, server: '0.0.0.0', renewAt: never, rebindAt: never, expiresAt: never }
}
