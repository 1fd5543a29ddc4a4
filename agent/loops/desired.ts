/**
 * The first loop: what this host is told to run. It checks in at the served interval or at its slot after a nudge,
 * believes a ticket only after judging it, fetches and judges its bundle, and writes both down before they are applied.
 */

import type { CheckInInput, CheckInOutput, Nudge } from '~/protocol/check-in'
import type { AppliedState } from '~/protocol/report'
import type { SignedTicket } from '~/protocol/ticket'
import { PROTOCOL_VERSION } from '~/protocol/version'
import { type Clock, instantOf } from '../clock'
import type { ControlPlane } from '../control/client'
import { ControlFailure } from '../control/failure'
import type { Identity } from '../enrolment/identity'
import type { GoodBundle, Ledger } from '../ledger/ledger'
import { type Log, messageOf } from '../log'
import type { Random } from '../random'
import type { Target } from '../reconcile/reconciler'
import { holdOf, type OpenSession, stillHolds } from './hold'
import { BundleRefused, openBundle, readHostConfig } from './judge-bundle'
import { judgeTicket, type Refusal } from './judge-ticket'
import { retryDelayMs } from './retry-delay'
import { Rounds } from './rounds'
import { slotMs } from './slot'

/** The least that a control plane of ours asks for: whatever answers, this host is not kept busy with asking. */
const LEAST_WAIT_MS = 100

export interface DesiredLoopOptions {
  identity: Identity
  boot: string
  /** The machine's id. */
  machine: string
  control: ControlPlane
  ledger: Ledger
  clock: Clock
  random: Random
  log: Log
  /** The newest report the server acknowledged in this boot. */
  acked(): number
  /** The generation in force; 0 for none. */
  appliedGeneration(): number
  /** Brings the host to a verified target; resolves when it was read back. */
  adopt(target: Target, signed: SignedTicket): Promise<void>
  /** Who is logged on, as far as it matters to a ticket that waits for them. */
  openSessions(): Promise<OpenSession[]>
  onWaiting(waiting: AppliedState['waiting'] | null): void
  onRefusal(refusal: Refusal | null): void
  onReportFull(): void
  onApproval(pending: boolean): void
  /** The server does not accept this host's key. */
  onUnauthorized?(): void
  /** The farm signs with other keys now; they were vouched for. */
  onSigningKeys(keys: Identity['signingKeys']): Promise<void>
}

export class DesiredLoop {
  private readonly rounds: Rounds
  private failures = 0
  private unreachable = false
  private refusal: Refusal | null = null
  /** Told once: the server then knows who bears this key. */
  private machineTold = false

  constructor(private readonly options: DesiredLoopOptions) {
    this.rounds = new Rounds(options.clock, () => this.round())
  }

  /** Puts the last good bundle in force, server or no server, and starts to check in. */
  async start(): Promise<void> {
    this.rounds.start()
    const { good, newest } = this.options.ledger
    if (good) {
      const config = readHostConfig(good.text)
      const { generation, hash } = good.signed.ticket
      await this.options.adopt({ generation, hash, config }, newest ?? good.signed)
    }
    this.tellWaiting()
    this.wake(0)
  }

  /** Somebody logged on or off: a bundle that waited for that comes in force, server or no server. */
  sessionsChanged(): void {
    if (this.options.ledger.held) this.wake(0)
  }

  stop(): Promise<void> {
    return this.rounds.stop()
  }

  nudge({ revision, slotWindowMs }: Nudge): void {
    this.wake(slotMs(this.options.identity.hostId, revision, slotWindowMs))
  }

  /** Checks in no later than in so many milliseconds. */
  wake(milliseconds: number): void {
    this.rounds.within(milliseconds)
  }

  private async round(): Promise<number> {
    try {
      await this.release()
      return await this.checkIn()
    } catch (error) {
      this.options.log.error('a check-in broke off', { error: messageOf(error) })
      return this.options.identity.pollSeconds * 1000
    }
  }

  /** @returns milliseconds until the next */
  private async checkIn(): Promise<number> {
    const { control, log } = this.options
    let answer: CheckInOutput
    try {
      answer = await control.checkIn(this.input())
    } catch (error) {
      return this.backOff(error)
    }
    if (this.unreachable) log.info('the control plane answers again')
    this.unreachable = false
    this.machineTold = true
    if (answer.reportFull) this.options.onReportFull()
    this.options.onApproval(answer.same && answer.pendingApproval === true)
    const believed = answer.same || (await this.receive(answer))
    const failure = await this.ensureBundle()
    if (failure) return this.retryDelay(failure)
    if (believed) this.refuse(null)
    this.failures = 0
    return Math.max(LEAST_WAIT_MS, answer.next * 1000)
  }

  private input(): CheckInInput {
    const { newest } = this.options.ledger
    const applied = this.options.appliedGeneration()
    return {
      v: PROTOCOL_VERSION,
      boot: this.options.boot,
      seq: this.options.acked(),
      generation: newest?.ticket.generation,
      hash: newest?.ticket.hash,
      applied: applied === newest?.ticket.generation || (!newest && applied === 0) ? undefined : applied,
      status: this.refusal?.code,
      machine: this.machineTold ? undefined : this.options.machine,
    }
  }

  /** @returns false for a ticket that is refused */
  private async receive(answer: Extract<CheckInOutput, { same: false }>): Promise<boolean> {
    const { identity, ledger, onSigningKeys } = this.options
    const judged = judgeTicket(answer.signed, { ...identity, newest: ledger.newest })
    if (judged.verdict === 'refused') {
      this.refuse(judged.refusal)
      return false
    }
    if (answer.signingKeys) await onSigningKeys(answer.signingKeys)
    if (judged.verdict === 'new') ledger.believe(answer.signed)
    return true
  }

  /** Makes sure that the newest ticket's bundle is in force, or held. @returns the failure to wait after, if one */
  private async ensureBundle(): Promise<ControlFailure | null> {
    const { ledger, clock } = this.options
    const { newest, good: inForce, held } = ledger
    const generation = newest?.ticket.generation
    if (!newest || inForce?.signed.ticket.generation === generation) return null
    if (held?.good.signed.ticket.generation === generation) return null
    try {
      const good = await this.obtain(newest)
      const since = clock.now()
      if (inForce && inForce.seal.hash !== good.seal.hash && (await this.mustHold(good, since))) {
        readHostConfig(good.text)
        await ledger.hold({ good, since }).catch(notWritten)
        this.tellWaiting()
      } else {
        await this.putInForce(good)
      }
      return null
    } catch (error) {
      return this.bundleFailed(newest, error)
    }
  }

  private async putInForce(good: GoodBundle): Promise<void> {
    const { generation, hash } = good.signed.ticket
    const config = readHostConfig(good.text)
    await this.options.ledger.keep(good).catch(notWritten)
    this.tellWaiting()
    await this.options.adopt({ generation, hash, config }, good.signed)
  }

  /** What is held comes in force once it may. A newer ticket, believed meanwhile, takes its place. */
  private async release(): Promise<void> {
    const { held, newest } = this.options.ledger
    if (!held || held.good.signed.ticket.generation !== newest?.ticket.generation) return
    if (!(await this.mustHold(held.good, held.since))) await this.putInForce(held.good)
  }

  private async mustHold({ signed }: GoodBundle, since: number): Promise<boolean> {
    const hold = holdOf(signed.ticket)
    return hold !== null && stillHolds(hold, await this.options.openSessions(), since)
  }

  private tellWaiting(): void {
    const { held } = this.options.ledger
    const hold = held && holdOf(held.good.signed.ticket)
    const { generation } = held?.good.signed.ticket ?? { generation: 0 }
    this.options.onWaiting(held && hold ? { generation, for: hold, since: instantOf(held.since) } : null)
  }

  private async obtain(signed: SignedTicket): Promise<GoodBundle> {
    const { control, identity, ledger } = this.options
    const { hash } = signed.ticket
    const known = [ledger.good, ledger.held?.good].find((one) => one?.seal.hash === hash)
    if (known) return { ...known, signed }
    const answer = await control.bundle(hash)
    const { text } = openBundle(hash, answer, identity.signingKeys)
    return { signed, seal: answer.seal, text }
  }

  private async bundleFailed(newest: SignedTicket, error: unknown): Promise<ControlFailure> {
    const { generation } = newest.ticket
    // Written only now: with a good bundle the ticket is written together with it, at the price of one write.
    await this.options.ledger.note(newest).catch(() => undefined)
    const code = refusalCode(error)
    if (code) this.refuse({ generation, code, message: messageOf(error).slice(0, 500) })
    return error instanceof ControlFailure ? error : new ControlFailure('refused', messageOf(error))
  }

  private refuse(refusal: Refusal | null): void {
    if (refusal?.code === this.refusal?.code && refusal?.generation === this.refusal?.generation) return
    this.refusal = refusal
    if (refusal) this.options.log.error('refused', { ...refusal })
    this.options.onRefusal(refusal)
  }

  private backOff(error: unknown): number {
    if (!(error instanceof ControlFailure)) throw error
    const wait = this.retryDelay(error)
    const refused = error.kind === 'unauthorized'
    if (refused) this.options.onUnauthorized?.()
    if (refused || !this.unreachable) {
      const reason = refused ? 'the credential of this host is not accepted: enrol it again' : error.message
      this.options.log.warn('the control plane gives no answer', { reason, retryMs: wait })
    }
    this.unreachable = true
    return wait
  }

  private retryDelay(failure: ControlFailure): number {
    return retryDelayMs(failure, this.failures++, this.options.random)
  }
}

class LedgerFull extends Error {}

function notWritten(error: unknown): never {
  throw new LedgerFull(`the bundle cannot be written down: ${messageOf(error)}`)
}

/** The word to report; undefined for a server that is merely away. */
function refusalCode(error: unknown): string | undefined {
  if (error instanceof BundleRefused) return error.code
  if (error instanceof LedgerFull) return 'ledger-write'
  if (!(error instanceof ControlFailure)) return 'bundle'
  if (error.kind === 'truncated') return 'bundle-truncated'
  if (error.kind === 'too-large') return 'bundle-too-large'
  if (error.kind === 'invalid-answer') return 'bundle-seal'
  return error.details.status === 404 ? 'bundle-missing' : undefined
}
