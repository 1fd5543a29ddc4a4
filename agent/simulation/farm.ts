/**
 * A farm of simulated hosts in one process, each run by the real agent over real HTTP. Seeded: the same seed and clock
 * give the same people, programs and faults.
 */

import type { Clock } from '../clock'
import { Connections } from '../control/http'
import type { Fault } from '../drivers/select'
import type { AppliedEvent } from '../host-agent'
import type { Log } from '../log'
import type { Storage } from '../storage/storage'
import { SimulatedHost } from './host'

export interface SimulatedGroup {
  /** The enrolment token of the delivery group. */
  token: string
  hosts: number
  /** Names are the prefix and a number: CTI01, CTI02. */
  prefix: string
}

export interface FarmOptions {
  /** The control plane's scheme, host and port. */
  server: string
  groups: readonly SimulatedGroup[]
  seed: number
  /** Sessions open on average on each host; 0 for hosts that only converge. */
  sessions: number
  sessionMinutes: number
  clock: Clock
  log: Log
  storage(name: string): Promise<Storage>
  /** By host name. */
  faults?: ReadonlyMap<string, readonly Fault[]>
  plainHttp?: boolean
  onApplied?(event: AppliedEvent): void
}

/** Connections shared by all hosts for calls; streams have one each. */
const SHARED_CONNECTIONS = 64
const ENROL_AT_ONCE = 16

export class SimulatedFarm {
  readonly hosts: readonly SimulatedHost[]
  private readonly connections = new Connections(SHARED_CONNECTIONS)

  constructor(options: FarmOptions) {
    const { groups } = options
    let index = 0
    this.hosts = groups.flatMap(({ token, hosts, prefix }) =>
      Array.from({ length: hosts }, (_, place) => {
        const name = `${prefix}${String(place + 1).padStart(Math.max(2, String(hosts).length), '0')}`
        return new SimulatedHost({ ...options, token, name, index: index++, connections: this.connections })
      }),
    )
    const unknown = [...(options.faults?.keys() ?? [])].find(
      (name) => !this.hosts.some((host) => host.name === name),
    )
    if (unknown !== undefined) throw new Error(`there is no simulated host ${unknown} for a fault`)
  }

  /** Enrols the hosts that are not yet, and starts all of them. @throws what stops an enrolment, after stopping all. */
  async start(): Promise<void> {
    const waiting = [...this.hosts]
    const worker = async () => {
      for (let host = waiting.shift(); host; host = waiting.shift()) await host.start()
    }
    try {
      await Promise.all(Array.from({ length: ENROL_AT_ONCE }, worker))
    } catch (error) {
      waiting.length = 0
      await this.stop()
      throw error
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.stop()))
    this.connections.close()
  }
}
