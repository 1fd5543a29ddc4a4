/** Whether captures are of one machine, and of one moment each. Two machines' rows together prove nothing. */

import { fail, ok, type Result } from '../result'
import { addressKind } from './address-kind'
import { detached } from './detached'
import type { CaptureSource, Observation } from './observation'

const MAX_KEPT = 20_000
/** Process ids of the idle process and the kernel: tools name them differently. */
const KERNEL_PIDS = new Set([0, 4])
/** One contradiction may be a process id used again while the tool ran; this many are two machines. */
const CONTRADICTIONS = 2

export class MachineFacts {
  private readonly addresses = new Set<string>()
  private readonly names = new Map<number, string>()
  private readonly listeners = new Map<string, number>()
  private contradictory = new Set<string>()
  private example = ''
  /** Rows that name their host: then hosts are told apart, and need not be one. */
  namesHost = false
  /** A sum over the rows, whatever their order: equal for the same capture saved twice. */
  private fingerprint = 0
  private rows = 0

  constructor(readonly source: CaptureSource) {}

  see(row: Observation): void {
    this.rows++
    this.fingerprint = (this.fingerprint + hashOf(row)) % Number.MAX_SAFE_INTEGER
    if (row.host !== undefined) this.namesHost = true
    const kind = addressKind(row.local.address)
    if (kind === 'server' && row.local.address.includes('.') && this.addresses.size < MAX_KEPT) {
      if (!this.addresses.has(row.local.address)) this.addresses.add(detached(row.local.address))
    }
    this.contradictions(row)
  }

  private contradictions({ pid, program, listening, protocol, local }: Observation): void {
    if (pid === undefined || KERNEL_PIDS.has(pid) || this.namesHost) return
    if (program !== undefined) {
      const known = this.names.get(pid)
      if (known === undefined) {
        if (this.names.size < MAX_KEPT) this.names.set(pid, detached(program.toLowerCase()))
      } else if (known !== program.toLowerCase()) {
        this.contradictory.add(`pid ${pid}`)
        this.example ||= `process ${pid} is ${known} and ${program.toLowerCase()}`
      }
    }
    if (!listening || protocol !== 'tcp' || this.source.family !== 'windows' || !isSystemPort(local.port))
      return
    const end = `${local.address}:${local.port}`
    const holder = this.listeners.get(end)
    if (holder === undefined) {
      if (this.listeners.size < MAX_KEPT) this.listeners.set(detached(end), pid)
    } else if (holder !== pid) {
      this.contradictory.add(end)
      this.example ||= `${end} belongs to process ${holder} and to process ${pid}`
    }
  }

  /** A capture that cannot be one snapshot of one machine. */
  check(): Result<null> {
    if (this.contradictory.size < CONTRADICTIONS) return ok(null)
    return fail(
      this.source.name,
      this.example,
      'the rows of one capture are of one machine at one moment',
      'Give the captures as files of their own, each from one machine.',
    )
  }

  sameAs(other: MachineFacts): boolean {
    return this.rows > 0 && this.rows === other.rows && this.fingerprint === other.fingerprint
  }

  /** Why two captures cannot be of one machine, or null. */
  differsFrom(other: MachineFacts): string | null {
    if (this.namesHost || other.namesHost || this.rows === 0 || other.rows === 0) return null
    if (this.source.family !== other.source.family) {
      return `${this.source.name} is of a ${this.source.family} machine, ${other.source.name} of a ${other.source.family} one`
    }
    if (this.addresses.size === 0 || other.addresses.size === 0) return null
    for (const address of this.addresses) if (other.addresses.has(address)) return null
    const [mine = ''] = this.addresses
    const [theirs = ''] = other.addresses
    return `${this.source.name} shows ${mine} as its own address, ${other.source.name} shows ${theirs}, and they share none`
  }
}

const isSystemPort = (port: number | undefined) =>
  port === 135 || port === 445 || port === 3389 || port === 5985

/** A number of a row that does not depend on where in the capture it stands. */
function hashOf({ protocol, program, pid, state, local, remote }: Observation): number {
  const text = `${protocol}|${program ?? ''}|${pid ?? ''}|${state}|${local.address}|${local.port ?? ''}|${remote.address}|${remote.port ?? ''}`
  let hash = 2_166_136_261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619)
  return hash >>> 0
}
