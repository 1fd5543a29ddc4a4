/** What is known of one program from all captures: who listens where, and who connects to the loopback address. Bounded. */

import type { OsFamily } from '../host-facts'
import type { AddressKind } from './address-kind'
import { detached } from './detached'
import { MAX_EVIDENCE } from './finding'
import type { Observation } from './observation'

/** Ports, instances and the like that are kept for one program at most: a broken or hostile capture must not fill memory. */
const MAX_PORTS = 4_096
const MAX_INSTANCES = 4_096

/**
 * One instance: a session when it is known (`session 7 HOST`), else a process (its id, or `process 12 HOST`), else all
 * that one capture shows (`capture 0`).
 */
export type InstanceKey = string | number

/** Makes a copy of a row that may be kept. */
export type Keep = (row: Observation) => Observation

export interface PortFacts {
  protocol: 'tcp' | 'udp'
  /** Undefined where captures print no ports. */
  port: number | undefined
  /** Which instances hold it, and on which kinds of addresses. */
  holders: Map<InstanceKey, Set<AddressKind>>
  /** Process ids by capture: two in one capture hold it at once. */
  pidsByCapture: Map<number, Set<number>>
  /** An address of a session's own loopback it was seen on. */
  sessionLoopback?: string
  evidence: Observation[]
}

export interface DialFacts {
  port: number | undefined
  address: string
  instances: Set<InstanceKey>
  evidence: Observation[]
}

export class ProgramFacts {
  readonly ports = new Map<string, PortFacts>()
  /** Connections to the loopback address, by far port. */
  readonly dials = new Map<number | undefined, DialFacts>()
  readonly instances = new Map<InstanceKey, number | undefined>()
  readonly captures = new Set<number>()
  /** Process ids that are not keys of instances themselves. */
  private readonly pids = new Set<number>()
  readonly hosts = new Set<string>()
  readonly sessions = new Map<InstanceKey, { id: number; host?: string; user?: string }>()
  /** A row that is no evidence for anything, to show that the program was seen. */
  readonly others: Observation[] = []
  rows = 0

  constructor(
    readonly name: string,
    readonly family: OsFamily,
  ) {}

  /** Every row of the program counts its instance. */
  seen(row: Observation, instance: InstanceKey): void {
    this.rows++
    this.captures.add(row.capture)
    if (this.instances.size < MAX_INSTANCES) this.instances.set(instance, row.session)
    if (row.pid !== undefined && row.pid !== instance && this.pids.size < MAX_INSTANCES)
      this.pids.add(row.pid)
    const { host } = row
    if (host !== undefined && !this.hosts.has(host) && this.hosts.size < MAX_INSTANCES)
      this.hosts.add(detached(host))
    if (row.session !== undefined && this.sessions.size < MAX_INSTANCES) {
      const { session: id, user } = row
      const known = this.sessions.get(instance)
      if (!known || (known.user === undefined && user !== undefined))
        this.sessions.set(instance, { id, host: host && detached(host), user: user && detached(user) })
    }
  }

  get processIds(): number[] {
    const ids = [...this.instances.keys()].filter((key) => typeof key === 'number')
    return [...new Set([...ids, ...this.pids])].sort((one, other) => one - other)
  }

  listens(
    row: Observation,
    instance: InstanceKey,
    kind: AddressKind,
    sessionLoopback: boolean,
    keep: Keep,
  ): void {
    const key = `${row.protocol}/${row.local.port ?? ''}`
    let facts = this.ports.get(key)
    if (!facts) {
      if (this.ports.size >= MAX_PORTS) return
      facts = {
        protocol: row.protocol,
        port: row.local.port,
        holders: new Map(),
        pidsByCapture: new Map(),
        evidence: [],
      }
      this.ports.set(key, facts)
    }
    const kinds = facts.holders.get(instance)
    if (kinds) kinds.add(kind)
    else if (facts.holders.size < MAX_INSTANCES) {
      facts.holders.set(instance, new Set([kind]))
      // The first row of each instance is the best evidence.
      if (facts.evidence.length < MAX_EVIDENCE) facts.evidence.push(keep(row))
    }
    if (sessionLoopback) facts.sessionLoopback ??= keep(row).local.address
    if (row.pid !== undefined) {
      const pids = facts.pidsByCapture.get(row.capture) ?? new Set()
      if (pids.size < 3) facts.pidsByCapture.set(row.capture, pids.add(row.pid))
    }
  }

  dialsLoopback(row: Observation, instance: InstanceKey, keep: Keep): void {
    const { port } = row.remote
    let facts = this.dials.get(port)
    if (!facts) {
      if (this.dials.size >= MAX_PORTS) return
      facts = { port, address: keep(row).remote.address, instances: new Set(), evidence: [] }
      this.dials.set(port, facts)
    }
    if (!facts.instances.has(instance) && facts.instances.size < MAX_INSTANCES) {
      facts.instances.add(instance)
      if (facts.evidence.length < MAX_EVIDENCE) facts.evidence.push(keep(row))
    }
  }

  /** Whether the program itself listens on this TCP port: then a row with it as near end is an accepted connection. */
  ownsPort(port: number | undefined): boolean {
    return port !== undefined && this.ports.has(`tcp/${port}`)
  }

  other(row: Observation, keep: Keep): void {
    if (this.others.length < 3) this.others.push(keep(row))
  }

  /** Instances known by their capture alone, when two captures turn out to be one: later -> earlier. */
  joinCaptures(twins: ReadonlyMap<number, number>): void {
    for (const [later, earlier] of twins) {
      const from = `capture ${later}`
      const to = `capture ${earlier}`
      if (this.instances.has(from)) {
        this.instances.set(to, undefined)
        this.instances.delete(from)
      }
      this.captures.delete(later)
      for (const { holders } of this.ports.values()) {
        const kinds = holders.get(from)
        if (!kinds) continue
        holders.delete(from)
        holders.set(to, new Set([...kinds, ...(holders.get(to) ?? [])]))
      }
      for (const { instances } of this.dials.values()) if (instances.delete(from)) instances.add(to)
    }
  }
}
