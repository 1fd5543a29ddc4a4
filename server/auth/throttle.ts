/** How often somebody may try a password. Two leaking buckets for each attempt: one of the name, one of the address. */

import type { Clock } from '../clock'

interface Limit {
  /** Attempts at once, from a full rest. */
  burst: number
  /** One more attempt each so many milliseconds. */
  refillMs: number
}

export const SIGN_IN_LIMITS: { username: Limit; address: Limit } = {
  username: { burst: 10, refillMs: 30_000 },
  address: { burst: 30, refillMs: 5_000 },
}

/** Keys remembered at most, names and addresses together; the one longest unused is forgotten first. */
const MOST_KEYS = 20_000

export interface Throttle {
  /** Takes one attempt. Returns 0, or the seconds to wait (1 or more) when there is none left. */
  attempt(username: string, address: string): number
  /** Gives the attempt back: a right password is no guess. */
  succeeded(username: string, address: string): void
  readonly size: number
}

export function createThrottle(clock: Clock, limits = SIGN_IN_LIMITS, mostKeys = MOST_KEYS): Throttle {
  /** Key -> the instant (ms) at which its bucket will be full again. In order of use. */
  const fullAt = new Map<string, number>()

  function waitOf(key: string, limit: Limit, now: number): number {
    const until = fullAt.get(key) ?? now
    return Math.max(0, until + limit.refillMs - (now + limit.burst * limit.refillMs))
  }
  function move(key: string, byMs: number, now: number) {
    const until = Math.max(fullAt.get(key) ?? now, now) + byMs
    fullAt.delete(key)
    if (until > now) fullAt.set(key, until)
    for (const oldest of fullAt.keys()) {
      if (fullAt.size <= mostKeys) break
      fullAt.delete(oldest)
    }
  }

  return {
    attempt(username, address) {
      const now = clock.now().getTime()
      const [name, from] = keysOf(username, address)
      const wait = Math.max(waitOf(name, limits.username, now), waitOf(from, limits.address, now))
      if (wait > 0) return Math.ceil(wait / 1000)
      move(name, limits.username.refillMs, now)
      move(from, limits.address.refillMs, now)
      return 0
    },
    succeeded(username, address) {
      const now = clock.now().getTime()
      const [name, from] = keysOf(username, address)
      move(name, -limits.username.refillMs, now)
      move(from, -limits.address.refillMs, now)
    },
    get size() {
      return fullAt.size
    },
  }
}

const keysOf = (username: string, address: string) =>
  [`name ${username.toLowerCase()}`, `address ${addressGroup(address)}`] as const

/** One subscriber of IPv6 has a /64 to choose from: it counts as one address. */
export function addressGroup(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const before = head ? head.split(':') : []
  const after = tail ? tail.split(':') : []
  const zeros = plain.includes('::')
    ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
    : []
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')
}
