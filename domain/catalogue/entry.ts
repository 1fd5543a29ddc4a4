/** An entry of the catalogue of known programs: what somebody already learnt about a program. */

/**
 * How sure it is. `verified`: read in the source named. `partial`: part of it is. `memory`: said from memory, not checked.
 */
export type Evidence = 'verified' | 'partial' | 'memory'

export type Advice =
  /** List it for virtual loopback, with its clients. */
  | 'loopback'
  /** It needs an address of its own. */
  | 'virtual-ip'
  | 'both'
  /** It steps to the next port: list it so that each user has the first one. */
  | 'wandering'
  /** Never virtualise it. */
  | 'exclude'
  /** Look at it by hand. */
  | 'review'

export interface PortRange {
  protocol: 'tcp' | 'udp'
  first: number
  /** Equal to `first` for a single port. */
  last: number
}

export interface CatalogueEntry {
  /** Stable: findings cite it. */
  id: string
  name: string
  /** Executables, as Windows or Linux name them. Empty where no process is known. */
  processes: string[]
  /** Whether the executable's names were checked. */
  processEvidence: Evidence
  ports: PortRange[]
  portEvidence: Evidence
  advice: Advice
  /** What to do, in a sentence. */
  text: string
  source: string
}
