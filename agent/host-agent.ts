/** One host's agent, put together: two loops, ledger, outbox, reconciler, nudges. A process runs one, a simulation many. */

import type { AppliedState } from '~/protocol/report'
import type { Clock } from './clock'
import { ControlClient } from './control/client'
import type { Connections } from './control/http'
import { Watch } from './control/watch'
import type { Driver } from './drivers/driver'
import { type Identity, saveIdentity } from './enrolment/identity'
import { poolDesk } from './leases/pool-desk'
import { Ledger } from './ledger/ledger'
import { type Log, messageOf } from './log'
import { Delivery } from './loops/delivery'
import { DesiredLoop } from './loops/desired'
import { whoCounts } from './loops/hold'
import type { Refusal } from './loops/judge-ticket'
import { GATHER_MS, ObservedLoop } from './loops/observed'
import { FirstSeen } from './observe/first-seen'
import { Outbox, type OutboxLimits } from './outbox/outbox'
import type { Random } from './random'
import { loadApplied } from './reconcile/applied-file'
import { Reconciler } from './reconcile/reconciler'
import type { Storage } from './storage/storage'

/** A ticket was verified, applied and read back; `state` says how each item stands. */
export interface AppliedEvent {
  hostId: string
  name: string
  generation: number
  revision: number
  hash: string
  /** By the agent's clock, in milliseconds since 1970. */
  at: number
  state: AppliedState
}

export interface HostAgentOptions {
  identity: Identity
  driver: Driver
  storage: Storage
  connections: Connections
  clock: Clock
  random: Random
  log: Log
  /** True where the way to the server is plain HTTP over a network: keys that come over it are not trusted. */
  plainHttp?: boolean
  outboxLimits?: OutboxLimits
  onApplied?(event: AppliedEvent): void
  /** The stream of nudges stands. */
  onWatching?(): void
  /** The server does not accept this host's key any more. */
  onUnauthorized?(): void
}

/** After a cut of the stream a nudge may have been lost; hosts that were cut together do not return together. */
const CATCH_UP_MS = 5_000
/** Short enough for people who watch a change arrive. */
const REPORT_SPREAD_MS = 600

export class HostAgent {
  private refusal: Refusal | null = null
  private waiting: AppliedState['waiting'] | null = null
  /** What the driver had counted when the bundle in force came. */
  private bindsBefore = 0
  private pendingApproval = false
  private adopting = false

  private constructor(
    private readonly options: HostAgentOptions,
    private readonly reconciler: Reconciler,
    private readonly desired: DesiredLoop,
    private readonly observed: ObservedLoop,
    private readonly delivery: Delivery,
    private readonly watch: Watch,
  ) {}

  /** Reads what the state directory holds and puts the agent together; nothing runs before `start`. */
  static async open(options: HostAgentOptions): Promise<HostAgent> {
    const { storage, log, driver, identity } = options
    const boot = await driver.bootId()
    const machine = await driver.machineId()
    const ledger = await Ledger.open(storage, log)
    const outbox = await Outbox.open(storage, boot, log, options.outboxLimits)
    const firstSeen = await FirstSeen.open(storage, boot)
    const record = await loadApplied(storage)
    const control = new ControlClient({ ...options, ...identity, origin: identity.server })
    driver.takePools?.(poolDesk(control, boot))
    // The parts call each other through the agent, which exists once they do.
    let agent: HostAgent | null = null
    const reconciler = new Reconciler({ ...options, record, onChange: () => agent?.changed() })
    const delivery = new Delivery({
      ...options,
      control,
      outbox,
      onFullWanted: () => agent?.observed.requestFull(),
    })
    const observed = new ObservedLoop({
      ...options,
      machine,
      name: identity.name,
      outbox,
      firstSeen,
      config: () => reconciler.config,
      applied: () => agent?.applied ?? reconciler.applied,
      onValues: () => void reconciler.checkDrift(),
      onReady: () => delivery.kick(),
      onLooked: () => desired.sessionsChanged(),
    })
    const desired = new DesiredLoop({
      ...options,
      boot,
      machine,
      control,
      ledger,
      acked: () => outbox.acked,
      appliedGeneration: () => reconciler.applied.generation,
      adopt: async (target, signed) => {
        if (agent) agent.adopting = true
        await reconciler.adopt(target)
        agent?.announce(target.generation, signed.ticket.revision, target.hash)
      },
      openSessions: async () => whoCounts(await driver.observe()),
      onWaiting: (waiting) => agent?.waits(waiting),
      onRefusal: (refusal) => agent?.refused(refusal),
      onReportFull: () => observed.requestFull(),
      onApproval: (pending) => agent?.approval(pending),
      onSigningKeys: async (keys) => agent?.followKeys(keys),
    })
    const watch = new Watch({
      ...options,
      origin: identity.server,
      credential: identity.credential,
      onNudge: (nudge) => desired.nudge(nudge),
      onConnected: (again) => {
        if (again) desired.wake(options.random() * CATCH_UP_MS)
        options.onWatching?.()
      },
    })
    agent = new HostAgent(options, reconciler, desired, observed, delivery, watch)
    return agent
  }

  /** What is in force, with what is not: refused, or kept waiting. */
  get applied(): AppliedState {
    const { driver } = this.options
    const binds = (driver.bindFailures?.() ?? 0) - this.bindsBefore
    return {
      ...this.reconciler.applied,
      ...(this.refusal && { refused: this.refusal }),
      ...(this.waiting && { waiting: this.waiting }),
      ...(binds > 0 && { bindFailures: binds }),
      ...(driver.inForce && { driver: driver.inForce }),
    }
  }

  get pending(): boolean {
    return this.pendingApproval
  }

  /** Puts the last good config in force and starts both loops. */
  async start(): Promise<void> {
    await this.desired.start()
    this.observed.start()
    this.watch.start()
  }

  /** Ends both loops. What is in force stays in force; what was not delivered waits on the disk. */
  async stop(): Promise<void> {
    this.watch.stop()
    await Promise.all([this.desired.stop(), this.observed.stop(), this.delivery.stop()])
    await this.reconciler.stop()
  }

  private announce(generation: number, revision: number, hash: string): void {
    const { identity, clock, log, onApplied, driver } = this.options
    this.bindsBefore = driver.bindFailures?.() ?? 0
    const state = this.applied
    const failed = state.items.filter((item) => item.state === 'failed').length
    log.info('applied', { generation, revision, items: state.items.length, failed })
    this.adopting = false
    onApplied?.({
      hostId: identity.hostId,
      name: identity.name,
      generation,
      revision,
      hash,
      at: clock.now(),
      state,
    })
  }

  /** A farm that was nudged at once would report at once, while the server still hands out bundles. */
  private changed(): void {
    const spread = this.adopting ? this.options.random() * REPORT_SPREAD_MS : 0
    this.observed.look(GATHER_MS + spread)
  }

  private refused(refusal: Refusal | null): void {
    this.refusal = refusal
    this.observed.look(0)
  }

  private waits(waiting: AppliedState['waiting'] | null): void {
    if (waiting?.generation === this.waiting?.generation) return
    this.waiting = waiting
    if (waiting) this.options.log.info('held', { generation: waiting.generation, until: waiting.for })
    this.observed.look(0)
  }

  private approval(pending: boolean): void {
    if (pending !== this.pendingApproval) {
      this.options.log.info(pending ? 'an admin has yet to accept this host' : 'this host was accepted')
    }
    this.pendingApproval = pending
    this.delivery.pause(pending)
  }

  private async followKeys(keys: Identity['signingKeys']): Promise<void> {
    const { identity, storage, log, plainHttp } = this.options
    if (plainHttp || JSON.stringify(keys) === JSON.stringify(identity.signingKeys)) return
    identity.signingKeys = keys
    log.info('the farm signs with other keys now', { keys: keys.map((key) => key.keyId).join(' ') })
    await saveIdentity(storage, identity).catch((error) => {
      log.error('the new keys cannot be written; they will be asked for again', { error: messageOf(error) })
    })
  }
}
