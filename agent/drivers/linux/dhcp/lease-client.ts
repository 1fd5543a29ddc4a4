/** Runs one lease: does what the machine says, one thing after the other, and tells what became of it. */

import { randomBytes } from 'node:crypto'
import type { Alarm, Clock } from '../../../clock'
import type { AddressHolder, AddressWork, Held, Keep, Lease } from '../../../leases/held'
import { type Log, messageOf } from '../../../log'
import type { Random } from '../../../random'
import { step } from './lease-machine'
import { heldIn, IDLE, type LeaseAction, type LeaseEvent, type LeaseState } from './lease-state'
import type { DhcpLink } from './link'
import type { Timing } from './timing'

export interface LeaseClientOptions {
  clientId: string
  link: DhcpLink
  work: AddressWork
  timing: Timing
  clock: Clock
  random: Random
  log: Log
  keep: Keep
}

export class LeaseClient implements AddressHolder {
  private state: LeaseState = IDLE
  private alarm: Alarm | null = null
  private queue: Promise<void> = Promise.resolve()
  private readonly stopListening: () => void

  constructor(private readonly options: LeaseClientOptions) {
    const { link, clientId } = options
    this.stopListening = link.listen((message) => {
      // Some servers do not repeat the id; the transaction says enough.
      if (message.clientId === undefined || message.clientId === clientId) this.post({ is: 'heard', message })
    })
  }

  get held(): Held {
    const { phase, shortage } = this.state
    return { address: heldIn(phase), lease: 'lease' in phase ? phase.lease : null, shortage }
  }

  /** @param held whether the last lease's address is on the adapter still */
  start(last: Lease | null, held: boolean): void {
    this.post({ is: 'start', last, held })
  }

  /** Gives back a lease of a session that ended while nobody looked. */
  async giveBack(lease: Lease): Promise<void> {
    this.state = { ...IDLE, phase: { at: 'bound', lease } }
    await this.release()
  }

  /** Gives the address back. */
  async release(): Promise<void> {
    this.post({ is: 'stop' })
    await this.queue
    this.leave()
  }

  /** Leaves the lease as it is, for the next start. */
  leave(): void {
    this.stopListening()
    this.alarm?.cancel()
    this.alarm = null
    this.state = { ...this.state, phase: { at: 'over' } }
  }

  private post(event: LeaseEvent): void {
    this.queue = this.queue
      .then(() => this.take(event))
      .catch((error) => {
        this.options.log.error('a lease cannot go on', { error: messageOf(error) })
      })
  }

  private async take(event: LeaseEvent): Promise<void> {
    const { clock, random, timing, keep } = this.options
    const before = this.state
    const around = { now: clock.now(), roll: random(), xid: randomBytes(4).readUInt32BE(), timing }
    const { state, actions } = step(before, event, around)
    this.state = state
    this.setAlarm()
    const { lease } = this.held
    if (lease !== null && actions.some((action) => action.do === 'hold'))
      await keep({
        address: heldIn(before.phase) === lease.address ? lease.address : null,
        lease,
        shortage: null,
      })
    for (const action of actions) await this.perform(action)
    if (state !== before && state === this.state) await keep(this.held)
  }

  private setAlarm(): void {
    const { clock } = this.options
    this.alarm?.cancel()
    const { alarmAt } = this.state
    this.alarm =
      alarmAt === null
        ? null
        : clock.after(Math.max(0, alarmAt - clock.now()), () => this.post({ is: 'alarm' }))
  }

  private async perform(action: LeaseAction): Promise<void> {
    const { work, link } = this.options
    switch (action.do) {
      case 'send':
        return this.send(action)
      case 'check': {
        const taken = await work.isTaken(action.address)
        return this.take({ is: 'checked', address: action.address, taken })
      }
      case 'hold':
        return work
          .hold(action.lease)
          .catch((error) => this.take({ is: 'unusable', why: messageOf(error).slice(0, 300) }))
      case 'drop':
        link.forget(action.address)
        return work.drop(action.address)
    }
  }

  /** What cannot be sent is as good as lost on the way: it is sent again. */
  private async send({ draft, to, from }: Extract<LeaseAction, { do: 'send' }>): Promise<void> {
    const { link, clientId, log } = this.options
    const { mac, address } = link.adapter
    const clientAddress = draft.kind === 'inform' ? address : draft.clientAddress
    const asks = draft.kind === 'discover' || draft.kind === 'request' || draft.kind === 'inform'
    const message = {
      ...draft,
      clientAddress,
      reply: false,
      broadcast: clientAddress === null,
      yourAddress: null,
      hardware: mac,
      clientId,
      ...(asks ? { wanted: WANTED } : {}),
    }
    await link.send(message, to, from).catch((error) => {
      log.warn('a DHCP message cannot be sent', { kind: draft.kind, error: messageOf(error) })
    })
  }
}

/** Subnet mask, lease time, server, renewal and rebinding times. */
const WANTED = [1, 51, 54, 58, 59]
