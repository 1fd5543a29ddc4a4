/** One host of a simulated farm: a simulated driver under a real agent, and the reboots between. */

import { PROTOCOL_VERSION } from '~/protocol/version'
import { type Alarm, type Clock, instantOf, skewedClock } from '../clock'
import { ControlClient } from '../control/client'
import { ControlFailure } from '../control/failure'
import type { Connections } from '../control/http'
import { type SimulatedDriver, type SimulatedSession, simulatedDriver } from '../drivers/select'
import { enrollHost } from '../enrolment/enroll'
import { type Identity, loadIdentity } from '../enrolment/identity'
import { type AppliedEvent, HostAgent } from '../host-agent'
import { type Log, messageOf } from '../log'
import { retryDelayMs } from '../loops/retry-delay'
import { type Random, seededRandom, seedOf } from '../random'
import type { Storage } from '../storage/storage'
import type { FarmOptions } from './farm'

export interface SimulatedHostOptions extends Omit<FarmOptions, 'groups'> {
  name: string
  /** Place in the farm, from 0. */
  index: number
  token: string
  connections: Connections
}

const ENROL_ATTEMPTS = 8

export class SimulatedHost {
  readonly name: string
  readonly driver: SimulatedDriver
  private readonly clock: Clock
  private readonly random: Random
  private readonly log: Log
  private readonly reboots: number | undefined
  private storage: Storage | null = null
  private identity: Identity | null = null
  private agent: HostAgent | null = null
  private alarm: Alarm | null = null
  private stopped = false
  /** Resolves once the stream of nudges stands for the first time. */
  readonly watching: Promise<void>
  private onWatching: () => void = () => undefined

  constructor(private readonly options: SimulatedHostOptions) {
    const { name, index, seed, sessions, sessionMinutes } = options
    const faults = options.faults?.get(name) ?? []
    const skew = faults.find((fault) => fault.kind === 'stale-clock')
    this.name = name
    this.clock = skew ? skewedClock(options.clock, skew.skewSeconds * 1000) : options.clock
    this.random = seededRandom(seedOf(seed, name))
    this.log = options.log.with({ host: name })
    this.reboots = faults.find((fault) => fault.kind === 'reboots')?.everySeconds
    const { clock, random } = this
    this.driver = simulatedDriver({ name, index, seed, sessions, sessionMinutes, faults, clock, random })
    this.watching = new Promise((resolve) => {
      this.onWatching = resolve
    })
  }

  get hostId(): string | undefined {
    return this.identity?.hostId
  }

  async start(): Promise<void> {
    const { server } = this.options
    this.storage ??= await this.options.storage(this.name)
    const kept = await loadIdentity(this.storage)
    this.identity = kept?.server === server ? kept : await this.enrol(this.storage)
    if (!this.stopped) await this.run(this.identity, this.storage)
    this.scheduleReboot()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.alarm?.cancel()
    await this.agent?.stop()
    this.agent = null
  }

  /** Everybody out, a new boot, the same host. */
  async reboot(): Promise<void> {
    await this.agent?.stop()
    if (this.stopped || !this.identity || !this.storage) return
    this.driver.reboot()
    this.log.info('rebooted')
    await this.run(this.identity, this.storage)
  }

  private async run(identity: Identity, storage: Storage): Promise<void> {
    const { connections, plainHttp } = this.options
    const { driver, clock, random, log } = this
    this.driver.leaseFrom(await this.leaseDesk(identity))
    const onApplied = (event: AppliedEvent) => this.options.onApplied?.(event)
    const parts = { identity, storage, driver, connections, clock, random, log, plainHttp, onApplied }
    this.agent = await HostAgent.open({ ...parts, onWatching: this.onWatching })
    await this.agent.start()
  }

  /** Addresses of pools, asked for as a real host does. */
  private async leaseDesk(identity: Identity) {
    const { connections } = this.options
    const { credential, server: origin } = identity
    const control = new ControlClient({ origin, credential, connections, clock: this.clock })
    const boot = await this.driver.bootId()
    const named = ({ id, logonAt }: { id: number; logonAt: number }) => ({
      v: PROTOCOL_VERSION,
      boot,
      session: { id, logonAt: instantOf(logonAt) },
    })
    return {
      lease: (session: SimulatedSession, pool: string) =>
        control.lease({ ...named(session), user: session.user, protocol: session.protocol, pool }),
      release: async (session: SimulatedSession) => void (await control.release(named(session))),
    }
  }

  /** A farm starts all at once: a server that is busy is asked again. */
  private async enrol(storage: Storage): Promise<Identity> {
    const { token, server: origin, connections } = this.options
    for (let attempt = 0; ; attempt++) {
      try {
        const { driver, clock } = this
        return (await enrollHost({ origin, token, driver, storage, connections, clock })).identity
      } catch (error) {
        const again = error instanceof ControlFailure && ['busy', 'network', 'timeout'].includes(error.kind)
        if (!again || attempt >= ENROL_ATTEMPTS || this.stopped) throw error
        const wait = retryDelayMs(error, attempt, this.random)
        this.log.warn('enrolment waits', { reason: messageOf(error), retryMs: wait })
        await new Promise<void>((resolve) => this.clock.after(wait, resolve))
      }
    }
  }

  private scheduleReboot(): void {
    if (this.reboots === undefined || this.stopped) return
    this.alarm = this.clock.after(this.reboots * 1000, () => {
      void this.reboot()
        .catch((error) => this.log.error('cannot start after a reboot', { error: messageOf(error) }))
        .then(() => this.scheduleReboot())
    })
  }
}
