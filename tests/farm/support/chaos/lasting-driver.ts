/** A simulated host whose people and boot outlive its agent: after a kill the next agent finds them as they were. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { instantOf } from '~/agent/clock'
import type { ObservedSession, Step } from '~/agent/drivers/driver'
import { SimulatedDriver, type SimulatedHostOptions } from '~/agent/drivers/simulated/driver'
import { PoolClient } from '~/agent/leases/pool-client'
import type { PoolDesk } from '~/agent/leases/pool-desk'
import { silentLog } from '~/agent/log'
import { writeFileAtomic } from '~/agent/storage/disk'
import type { TruthLog } from './truth'

const VALUES_FILE = 'values.json'
/** Of the only pool there is; a server that is old does not tell it with the lease. */
const POOL_NETWORK = '10.9.0.0/24'

export class LastingDriver extends SimulatedDriver {
  private desk: PoolDesk | null = null
  private readonly clients = new Map<number, PoolClient>()
  /** What sessions hold stays on the host while no agent runs. */
  private readonly held = new Map<number, { address: string; network: string }>()
  /** The look at which each session was seen first. What was seen a look before the last one is in the outbox. */
  private readonly seen = new Map<number, number>()
  private looks = 0

  constructor(
    private readonly given: SimulatedHostOptions,
    private readonly truth: TruthLog,
    private readonly directory: string,
  ) {
    super({ ...given, sessions: 0 })
    // People come in the order they came, so that ids and names return.
    for (const event of truth.read()) {
      if (event.is === 'logon') this.sessions.logon(event.at)
      if (event.is === 'logoff') this.sessions.logoff(event.id)
      if (event.is === 'holds') this.held.set(event.id, event)
    }
    truth.add({ is: 'starts', at: given.clock.now() })
  }

  override async bootId(): Promise<string> {
    return `chaos-${this.given.name}`
  }

  /** Values stay as well, as a registry does. */
  async restore(): Promise<void> {
    for (const step of this.readSteps()) await super.apply(step)
  }

  override async apply(step: Step): Promise<undefined> {
    const others = this.readSteps().filter(({ setting }) => setting !== step.setting)
    await writeFileAtomic(this.directory, VALUES_FILE, JSON.stringify([...others, step]))
    return super.apply(step)
  }

  private readSteps(): Step[] {
    const path = join(this.directory, VALUES_FILE)
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Step[]) : []
  }

  takePools(desk: PoolDesk): void {
    this.desk = desk
  }

  override async observe(): Promise<ObservedSession[]> {
    const open = this.sessions.sessions
    this.looks += 1
    this.truth.add({ is: 'look', at: this.given.clock.now() })
    for (const { id } of open) if (!this.seen.has(id)) this.seen.set(id, this.looks)
    const values = await this.readBack()
    const pool = values.VirtualIpSource === 'pool' ? String(values.VirtualIpPool) : null
    if (pool !== null) this.lease(pool)
    return (await super.observe()).map((session) => {
      const held = this.held.get(session.id)
      if (!held) return { ...session, addresses: [] }
      return {
        ...session,
        addresses: [{ kind: 'observed', address: held.address, network: held.network }],
      }
    })
  }

  /** One logs on, or one whose session is known to be written down logs off. */
  somethingHappens(random: () => number): void {
    const open = this.sessions.sessions
    const told = open.filter(({ id }) => (this.seen.get(id) ?? this.looks) < this.looks)
    const leaving = told[Math.floor(random() * told.length)]
    const at = this.given.clock.now()
    if (leaving && random() < open.length / 12) {
      this.truth.add({ is: 'logoff', id: leaving.id, at })
      this.sessions.logoff(leaving.id)
    } else {
      const id =
        Math.max(0, ...this.truth.read().flatMap((event) => (event.is === 'logon' ? event.id : 0))) + 1
      this.truth.add({ is: 'logon', id, at })
      this.sessions.logon(at)
    }
    this.changed('sessions')
  }

  private lease(pool: string): void {
    const { desk } = this
    if (!desk) return
    const open = this.sessions.sessions
    for (const [id, client] of this.clients) {
      if (open.some((session) => session.id === id)) continue
      this.clients.delete(id)
      void client.release()
    }
    for (const { id, logonAt, user, protocol } of open) {
      if (this.clients.has(id)) continue
      const { clock } = this.given
      const client = new PoolClient({
        ...{ session: { id, logonAt: instantOf(logonAt), user, protocol }, wish: { pool, programs: [] } },
        ...{ desk, clock, random: Math.random, log: silentLog },
        work: {
          isTaken: async () => false,
          hold: async ({ address, network = POOL_NETWORK }) => {
            this.truth.add({ is: 'holds', id, address, network, at: clock.now() })
            this.held.set(id, { address, network })
          },
          drop: async () => undefined,
        },
        keep: async () => this.changed('sessions'),
      })
      this.clients.set(id, client)
      client.start(null, false)
    }
  }
}
