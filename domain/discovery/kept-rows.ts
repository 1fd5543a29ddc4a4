/**
 * What is kept of a capture once it is read, so that it can be compared with later ones: every listener and every
 * connection to the loopback once, a row of each program, and the addresses that tell the machine. Bounded.
 */
import { addressKind, isLoopback } from './address-kind'
import { detached, detachedCopy } from './detached'
import type { Observation } from './observation'

export type KeptRow = Omit<Observation, 'capture'>

export const MAX_KEPT_ROWS = 20_000
const MAX_ADDRESSES = 64

export class KeptRows {
  private readonly said = new Map<string, KeptRow>()
  private readonly seen = new Set<string>()
  private readonly addresses = new Set<string>()
  /** Rows that said something new and found no place. */
  left = 0

  take(row: Observation): void {
    const who = `${row.program ?? ''}|${row.pid ?? ''}|${row.session ?? ''}|${row.host ?? ''}`
    if (row.listening) {
      this.keep(`L ${row.protocol} ${who} ${row.local.address} ${row.local.port ?? ''}`, row)
    } else if (row.protocol === 'tcp' && isLoopback(addressKind(row.remote.address))) {
      this.keep(`D ${who} ${row.remote.address} ${row.remote.port ?? ''}`, row)
    } else this.keepOther(who, row)
  }

  /** Listeners first: then it is known which connections are the far ends of accepted ones. */
  list(): KeptRow[] {
    const rows = [...this.said.values()]
    const owned = new Set(
      rows.flatMap((row) => (row.listening && row.protocol === 'tcp' ? [ownerOf(row)] : [])),
    )
    return [
      ...rows.filter(({ listening }) => listening),
      ...rows.filter((row) => !row.listening && !owned.has(ownerOf(row))),
    ]
  }

  private keepOther(who: string, row: Observation): void {
    const { address } = row.local
    const tellsMachine =
      addressKind(address) === 'server' && !this.addresses.has(address) && this.addresses.size < MAX_ADDRESSES
    if (!tellsMachine && this.seen.has(who)) return
    if (tellsMachine) this.addresses.add(detached(address))
    if (this.seen.size < MAX_KEPT_ROWS) this.seen.add(detached(who))
    this.keep(`O ${who} ${tellsMachine ? address : ''}`, row)
  }

  private keep(key: string, row: Observation): void {
    if (this.said.has(key)) return
    if (this.said.size >= MAX_KEPT_ROWS) {
      this.left++
      return
    }
    const { capture: _, ...kept } = row
    this.said.set(detached(key), detachedCopy(kept))
  }
}

const ownerOf = ({ program, pid, local }: KeptRow) => `${program ?? ''}|${pid ?? ''}|${local.port ?? ''}`
