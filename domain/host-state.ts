/** The two states of a host, derived and never typed in: its lifecycle, and how far it runs what it was told. Rulebook 8. */

export const LIFECYCLES = ['pending-approval', 'active', 'quarantined', 'retired'] as const
export type Lifecycle = (typeof LIFECYCLES)[number]

export const CONVERGENCES = ['converged', 'pending', 'partial', 'failed', 'drifted', 'stale'] as const
export type Convergence = (typeof CONVERGENCES)[number]

/** What a pending host waits for. `approval` and `lifecycle` are for hosts that are not active: nothing is sent to them. */
export type WaitsFor =
  | 'check-in'
  | 'slot'
  | 'restart'
  | 'logon'
  /** Nobody may be logged on. */
  | 'drain'
  /** The wave of a rollout that will reach it. */
  | 'wave'
  | 'approval'
  | 'lifecycle'

export interface AppliedItemLike {
  setting: string
  state: 'applied' | 'failed' | 'not-applicable' | 'pending' | 'drifted'
  waitsFor?: 'restart' | 'logon' | 'slot'
  code?: string
  message?: string
  /** An instant (ISO 8601). */
  since?: string
}

export interface AppliedLike {
  /** 0 while nothing is in force. */
  generation: number
  hash?: string
  /** The ticket or bundle that was refused last. */
  refused?: { generation: number; code?: string; message?: string }
  /** A bundle that the host has and keeps out of force until then. */
  waiting?: { generation: number; for: 'logon' | 'drain'; since?: string }
  items: readonly AppliedItemLike[]
  /** Failed binds of listed programs since the generation is in force. */
  bindFailures?: number
}

export interface ConvergenceInput {
  lifecycle: Lifecycle
  /** 0 before the host's first ticket. */
  wantedGeneration: number
  wantedHash: string | null
  /** What the host said last; null before its first report. */
  applied: AppliedLike | null
  /** Server time of the last sign of life, in ms; null for none. */
  lastSeenMs: number | null
  nowMs: number
  pollSeconds: number
  /** A rollout will change it, and no wave has reached it yet. */
  awaitsWave?: boolean
}

export interface HostConvergence {
  state: Convergence
  /** With `stale`: what it was when it was last heard. */
  lastKnown?: Convergence
  waitsFor?: WaitsFor
  /** Since when (ISO 8601), where the host said so; with `stale`, when it was last heard. */
  since?: string
}

/** A host is stale when it has not been heard for longer than this many poll intervals. */
export const STALE_POLLS = 3

/** Convergence is a matter of active hosts: others are pending, and say that they wait for an admin. */
export function convergenceOf(input: ConvergenceInput): HostConvergence {
  if (input.lifecycle !== 'active') {
    return { state: 'pending', waitsFor: input.lifecycle === 'pending-approval' ? 'approval' : 'lifecycle' }
  }
  const known = knownOf(input)
  if (input.lastSeenMs === null || !isStale(input)) return known
  const stale: HostConvergence = {
    state: 'stale',
    lastKnown: known.state,
    since: new Date(input.lastSeenMs).toISOString(),
  }
  return known.waitsFor ? { ...stale, waitsFor: known.waitsFor } : stale
}

type Heard = Pick<ConvergenceInput, 'lastSeenMs' | 'nowMs' | 'pollSeconds'>

/**
 * The state of {@link convergenceOf} alone, for whoever counts many hosts: what a host said is judged once, when it is
 * read.
 * @param standing with what {@link lastKnownState} made of what it said
 */
export function convergenceStateOf(
  standing: { lifecycle: Lifecycle; lastKnown: Convergence; awaitsWave: boolean },
  heard: Heard,
): Convergence {
  const { lifecycle, lastKnown, awaitsWave } = standing
  if (lifecycle !== 'active') return 'pending'
  if (isStale(heard)) return 'stale'
  return awaitsWave && lastKnown === 'converged' ? 'pending' : lastKnown
}

/** What an active host was when it was last heard, waves aside. */
export function lastKnownState(told: ToldAndSaid): Convergence {
  return byLastWord(told).state
}

function isStale({ lastSeenMs, nowMs, pollSeconds }: Heard): boolean {
  return lastSeenMs !== null && nowMs - lastSeenMs > STALE_POLLS * pollSeconds * 1000
}

/** By what the host said last, however long ago. */
function knownOf(input: ConvergenceInput): HostConvergence {
  const own = byLastWord(input)
  return input.awaitsWave && own.state === 'converged' ? { state: 'pending', waitsFor: 'wave' } : own
}

type ToldAndSaid = Pick<ConvergenceInput, 'wantedGeneration' | 'wantedHash' | 'applied'>

function byLastWord({ wantedGeneration, wantedHash, applied }: ToldAndSaid): HostConvergence {
  if (!applied) return { state: 'pending', waitsFor: 'check-in' }
  if (applied.refused && applied.refused.generation >= wantedGeneration) return { state: 'failed' }
  if (applied.generation < wantedGeneration) return onItsWay(wantedGeneration, applied)
  const otherContent = wantedHash !== null && applied.hash !== undefined && applied.hash !== wantedHash
  // A host ahead of us talks of a ticket that a restored database no longer knows: the next check-in settles it.
  if (applied.generation > wantedGeneration || otherContent) return { state: 'pending', waitsFor: 'check-in' }
  return itemsState(applied.items)
}

function onItsWay(wantedGeneration: number, { waiting }: AppliedLike): HostConvergence {
  if (!waiting || waiting.generation < wantedGeneration) return { state: 'pending', waitsFor: 'slot' }
  return { state: 'pending', waitsFor: waiting.for, ...(waiting.since && { since: waiting.since }) }
}

function itemsState(items: readonly AppliedItemLike[]): HostConvergence {
  const asked = items.filter((item) => item.state !== 'not-applicable')
  const failed = asked.filter((item) => item.state === 'failed')
  if (failed.length > 0) return withSince(failed.length === asked.length ? 'failed' : 'partial', failed)
  const drifted = asked.filter((item) => item.state === 'drifted')
  if (drifted.length > 0) return withSince('drifted', drifted)
  const pending = asked.filter((item) => item.state === 'pending')
  if (pending.length > 0) return { ...withSince('pending', pending), waitsFor: longestWait(pending) }
  return { state: 'converged' }
}

// The wait that ends last decides when the host is done.
function longestWait(items: readonly AppliedItemLike[]): WaitsFor {
  const order = ['restart', 'logon', 'slot'] as const
  return order.find((wait) => items.some((item) => item.waitsFor === wait)) ?? 'slot'
}

function withSince(state: Convergence, items: readonly AppliedItemLike[]): HostConvergence {
  const [earliest] = items.flatMap(({ since }) => since ?? []).sort()
  return earliest === undefined ? { state } : { state, since: earliest }
}
