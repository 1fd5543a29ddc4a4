/** A pool: the addresses of one network that the farm itself gives to sessions. Rulebook 7. */

import {
  addressText,
  hostSpan,
  type Network,
  overlaps,
  readNetwork,
  readSpan,
  type Span,
  spanSize,
  spanText,
  subtract,
  within,
} from './network'
import { fail, type Problem, type Result } from './result'

export interface PoolDefinition {
  name: string
  description: string
  /** A prefix: `10.20.3.0/24`. */
  network: string
  /** `10.20.3.10-10.20.3.99`, or one address. None: every address that hosts of the network may hold. */
  ranges: readonly string[]
  /** Taken out of the ranges: gateways, printers. */
  exclusions: readonly string[]
  /** How long a released address rests. */
  quarantineSeconds: number
  /** From so many percent in use on, the pool wants attention. */
  warnPercent: number
  /** From so many on, it is as good as full. */
  criticalPercent: number
}

export interface PoolPlan {
  network: Network
  /** What it gives out, in order. */
  spans: Span[]
  size: number
}

/** A /16: each address is a row, and a picture of more is none. */
export const MOST_ADDRESSES = 65_536
export const MOST_QUARANTINE_SECONDS = 30 * 86_400

/** Networks that no session can hold an address of. */
const SPECIAL: readonly { network: string; why: string }[] = [
  { network: '0.0.0.0/8', why: 'addresses that begin with 0 name no host' },
  { network: '127.0.0.0/8', why: 'loopback addresses follow from the session id, no pool gives them' },
  { network: '224.0.0.0/4', why: 'these are multicast addresses' },
  { network: '240.0.0.0/4', why: 'these addresses are reserved' },
]

export type CheckedPool = { ok: true; plan: PoolPlan } | { ok: false; problems: Problem[] }

/** Every problem of the definition, or what it amounts to. */
export function checkPool(pool: PoolDefinition): CheckedPool {
  const problems: Problem[] = numberProblems(pool)
  const network = readNetwork(pool.network)
  if (!network.ok) return { ok: false, problems: [network.problem, ...problems] }
  const special = specialProblem(network.value, pool.network)
  if (special) problems.push(special)
  const ranges = readAll(pool.ranges, 'ranges', network.value, problems)
  const exclusions = readAll(pool.exclusions, 'exclusions', network.value, problems)
  problems.push(...doubleProblems(ranges, pool.ranges))
  if (problems.length > 0) return { ok: false, problems }
  const spans = subtract(
    ranges.length > 0 ? ranges.map(({ span }) => span) : [hostSpan(network.value)],
    exclusions.map(({ span }) => span),
  )
  const size = spans.reduce((sum, span) => sum + spanSize(span), 0)
  const wrong = sizeProblem(size, pool)
  return wrong
    ? { ok: false, problems: [wrong] }
    : { ok: true, plan: { network: network.value, spans, size } }
}

/** Two pools may share a network, never an address; and one's network may not lie inside the other's. */
export function poolOverlap(
  one: Pick<PoolPlan, 'network' | 'spans'>,
  other: Pick<PoolPlan, 'network' | 'spans'>,
): { kind: 'address' | 'network'; text: string } | null {
  for (const span of one.spans) {
    const met = other.spans.find((its) => overlaps(span, its))
    if (!met) continue
    const shared = { first: Math.max(span.first, met.first), last: Math.min(span.last, met.last) }
    return { kind: 'address', text: spanText(shared) }
  }
  if (one.network.text !== other.network.text && overlaps(one.network, other.network))
    return { kind: 'network', text: other.network.text }
  return null
}

interface ReadSpan {
  span: Span
  at: number
}

function readAll(texts: readonly string[], field: string, network: Network, problems: Problem[]): ReadSpan[] {
  const read: ReadSpan[] = []
  for (const [at, text] of texts.entries()) {
    const result = placed(text, `${field}[${at}]`, network, field === 'ranges')
    if (result.ok) read.push({ span: result.value, at })
    else problems.push(result.problem)
  }
  return read
}

function placed(text: string, field: string, network: Network, given: boolean): Result<Span> {
  const span = readSpan(text, field)
  if (!span.ok) return span
  if (!within(span.value, network)) {
    const mend = `Stay within ${spanText(network)}, or widen the network.`
    return fail(field, text, `it leaves the network ${network.text}`, mend)
  }
  const hosts = hostSpan(network)
  if (given && !within(span.value, hosts)) {
    const which = span.value.first < hosts.first ? 'network' : 'broadcast'
    const end = which === 'network' ? network.first : network.last
    const rule = `${addressText(end)} is the ${which} address of ${network.text}: no host may hold it`
    return fail(field, text, rule, `Stay within ${spanText(hosts)}.`)
  }
  return span
}

function doubleProblems(ranges: readonly ReadSpan[], texts: readonly string[]): Problem[] {
  return ranges.flatMap(({ span, at }, index) => {
    const before = ranges.slice(0, index).find((one) => overlaps(one.span, span))
    if (!before) return []
    const rule = `it shares addresses with the range ${texts[before.at]}`
    const { problem } = fail(`ranges[${at}]`, texts[at], rule, 'Let ranges of a pool stand apart.')
    return [problem]
  })
}

function specialProblem(network: Network, text: string): Problem | null {
  for (const { network: special, why } of SPECIAL) {
    const read = readNetwork(special)
    if (!read.ok || !overlaps(read.value, network)) continue
    return fail(
      'network',
      text,
      `${special}: ${why}`,
      'Give a network of the session hosts, such as 10.20.3.0/24.',
    ).problem
  }
  return null
}

function sizeProblem(size: number, pool: PoolDefinition): Problem | null {
  if (size === 0) {
    const mend = 'Leave some address in: take out fewer, or give another range.'
    return fail('exclusions', pool.exclusions.join(', '), 'nothing is left to give', mend).problem
  }
  if (size <= MOST_ADDRESSES) return null
  const rule = `a pool holds at most ${MOST_ADDRESSES} addresses, this one would hold ${size}`
  return fail('network', pool.network, rule, 'Name ranges, or make several pools.').problem
}

const USUAL = 'The usual ones are 80 and 95.'

function numberProblems({ quarantineSeconds, warnPercent, criticalPercent }: PoolDefinition): Problem[] {
  const problems: Problem[] = []
  const wholeTo = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most
  if (!wholeTo(quarantineSeconds, MOST_QUARANTINE_SECONDS)) {
    const rule = `a rest is a whole number of seconds from 0 to ${MOST_QUARANTINE_SECONDS}`
    problems.push(fail('quarantineSeconds', quarantineSeconds, rule, 'Five minutes are 300.').problem)
  }
  for (const [field, value] of Object.entries({ warnPercent, criticalPercent })) {
    if (wholeTo(value, 100)) continue
    problems.push(fail(field, value, 'a threshold is a whole percent from 0 to 100', USUAL).problem)
  }
  if (warnPercent > criticalPercent && wholeTo(warnPercent, 100)) {
    const rule = `the first threshold may not be above the second, which is ${criticalPercent}`
    problems.push(fail('warnPercent', warnPercent, rule, USUAL).problem)
  }
  return problems
}

export type PoolState = 'fine' | 'warn' | 'critical' | 'full'

/** How much a pool wants attention. Resting addresses are no use to anybody yet, so they count as taken. */
export function poolState(pool: {
  size: number
  held: number
  resting: number
  reserved: number
  leaving: number
  warnPercent: number
  criticalPercent: number
}): PoolState {
  const taken = pool.held - pool.leaving + pool.resting
  if (taken + pool.reserved >= pool.size) return 'full'
  const percent = (100 * taken) / pool.size
  if (percent >= pool.criticalPercent) return 'critical'
  return percent >= pool.warnPercent ? 'warn' : 'fine'
}
