/**
 * Whether two binds of different sessions get in each other's way under a configuration: by protocol, port and address.
 * Windows lets a specific address be bound beside 0.0.0.0 unless the first one asked for exclusive use; Linux does not.
 */
import { coversLoopback, coversVirtualIp } from '../discovery/covering'
import type { OsFamily } from '../host-facts'
import type { PolicySettings } from '../policy-model'
import type { Asked } from './asked'

/** `if-exclusive`: both may bind, and clients then meet the nearer one; with exclusive use the second one fails. */
export type Certainty = 'sure' | 'if-exclusive'

/** Where a bind lands: an address that all sessions share, or one of the session's own. */
export interface Place {
  own: boolean
  at: Asked['at'] | 'virtual-ip'
}

export function landsAt(asked: Asked, settings: PolicySettings, family: OsFamily): Place {
  if (asked.at === 'loopback') {
    return { own: coversLoopback(settings, asked.program, family, asked.port), at: 'loopback' }
  }
  const outside = asked.at === 'any' || asked.at === 'server'
  if (outside && coversVirtualIp(settings, asked.program, family)) return { own: true, at: 'virtual-ip' }
  return { own: false, at: asked.at }
}

/** Two binds of two sessions of one host; null where they live side by side. */
export function clashOf(
  one: Pick<Asked, 'protocol' | 'port'> & { place: Place },
  other: Pick<Asked, 'protocol' | 'port'> & { place: Place },
  family: OsFamily,
): Certainty | null {
  if (one.protocol !== other.protocol || one.port !== other.port) return null
  const [a, b] = [one.place, other.place]
  const everywhere = isAny(a) || isAny(b)
  if (a.own || b.own) return everywhere && reach(a, b) ? partly(family) : null
  if (a.at === b.at) return 'sure'
  return everywhere && reach(a, b) ? partly(family) : null
}

const isAny = ({ at, own }: Place) => !own && (at === 'any' || at === 'any6')
const isSix = ({ at }: Place) => at === 'any6' || at === 'loopback6'
// `::` takes IPv4 along unless told otherwise; 0.0.0.0 never reaches ::1.
const reach = (a: Place, b: Place) => (isAny(a) && covers(a, b)) || (isAny(b) && covers(b, a))
const covers = (any: Place, other: Place) => any.at === 'any6' || !isSix(other)
const partly = (family: OsFamily): Certainty => (family === 'linux' ? 'sure' : 'if-exclusive')
