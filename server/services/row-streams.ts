/** Rows that change, for whoever watches a list: at most four batches a second, each row as it is now. */

import { setTimeout as pause } from 'node:timers/promises'
import type { LiveEvent } from '../live/hub'
import { readHostRowsById } from '../repositories/host-list'
import { readSessionRowsById } from '../repositories/session-list'
import type { ServiceContext } from './context'
import { hostRow } from './host-rows'
import { sessionRow } from './session-rows'
import type { HostRow } from './views/host-view'
import type { SessionRow } from './views/session-view'

const LEAST_PAUSE_MS = 250
/** What is made of many rows is read again at most this often. */
const POOLS_PAUSE_MS = 1_000
const OVERVIEW_PAUSE_MS = 1_000
/** A storm is read in portions. */
const MOST_AT_ONCE = 500

/** The first of a resumable stream: whether all that happened since the last event follows, or is to be read anew. */
export interface Joined {
  kind: 'joined'
  whole: boolean
}
export type SessionEvent = Joined | { kind: 'session'; row: SessionRow } | { kind: 'gone'; id: string }
export type HostEvent = { kind: 'host'; row: HostRow } | { kind: 'revision'; revision: number }
export type PoolEvent = Joined | { kind: 'pools' }
/** `rollouts` where rollouts or requests may stand otherwise as well. */
export type OverviewEvent = Joined | { kind: 'moved'; rollouts: boolean }

/** An event with the place in the count of events up to which all was told with it. */
export interface Placed<Event> {
  place: string
  event: Event
}

/**
 * Sessions that change, until the signal. One that ended comes with its end; `gone` means that there is no such row.
 * @param after the place of the last event that arrived: what happened since follows first
 */
export async function* watchSessions(
  ctx: ServiceContext,
  signal: AbortSignal,
  after?: string | null,
): AsyncGenerator<Placed<SessionEvent>, void> {
  for await (const batch of batches(ctx, ['session'], signal, after)) {
    if (batch.joined) yield { place: batch.before, event: batch.joined }
    const rows = new Map((await readRows(ctx, batch.ids)).map((row) => [row.id, row]))
    for (const [index, id] of batch.ids.entries()) {
      const record = rows.get(id)
      yield {
        // A connection that breaks within the batch gets the whole of it again.
        place: index === batch.ids.length - 1 ? batch.after : batch.before,
        event: record ? { kind: 'session', row: sessionRow(record) } : { kind: 'gone', id },
      }
    }
  }
}

const readRows = async (ctx: ServiceContext, ids: string[]) =>
  ids.length === 0 ? [] : readSessionRowsById(ctx.database, ids)

const OF_POOLS = ['session', 'pool', 'pool-use', 'discrepancies'] as const

/** Says that pools, leases or sessions moved, until the signal: what is made of them is to be read again. */
export async function* watchPools(
  ctx: ServiceContext,
  signal: AbortSignal,
  after?: string | null,
): AsyncGenerator<Placed<PoolEvent>, void> {
  for await (const batch of batches(ctx, OF_POOLS, signal, after, POOLS_PAUSE_MS)) {
    if (batch.joined) yield { place: batch.before, event: batch.joined }
    if (batch.ids.length > 0) yield { place: batch.after, event: { kind: 'pools' } }
  }
}

const OF_ROLLOUTS = ['revision', 'rollout', 'request'] as const
const OF_OVERVIEW = ['host', 'session', 'discrepancies', ...OF_ROLLOUTS] as const

/** Says that what the overview counts moved, until the signal: it is to be read again. No row is read for it. */
export async function* watchOverview(
  ctx: ServiceContext,
  signal: AbortSignal,
  after?: string | null,
): AsyncGenerator<Placed<OverviewEvent>, void> {
  for await (const batch of batches(ctx, OF_OVERVIEW, signal, after, OVERVIEW_PAUSE_MS)) {
    if (batch.joined) yield { place: batch.before, event: batch.joined }
    const rollouts = OF_ROLLOUTS.some((kind) => batch.kinds.has(kind))
    if (batch.kinds.size > 0) yield { place: batch.after, event: { kind: 'moved', rollouts } }
  }
}

/** Hosts that change and revisions that are published, until the signal. */
export async function* watchHosts(ctx: ServiceContext, signal: AbortSignal): AsyncGenerator<HostEvent, void> {
  for await (const { ids, revision } of batches(ctx, ['host', 'revision'], signal)) {
    if (revision !== null) yield { kind: 'revision', revision }
    if (ids.length === 0) continue
    const records = await readHostRowsById(ctx.database, ids)
    for (const record of records) yield { kind: 'host', row: hostRow(ctx, record) }
  }
}

interface Batch {
  ids: string[]
  /** Of the events that came since the batch before. */
  kinds: ReadonlySet<Kind>
  revision: number | null
  joined: Joined | null
  /** All up to here was in the batches before this one. */
  before: string
  /** All up to here is in the batches up to this one. */
  after: string
}

type Kind = LiveEvent['kind']

async function* batches(
  { hub }: ServiceContext,
  kinds: readonly Kind[],
  signal: AbortSignal,
  resumeAfter?: string | null,
  pauseMs = LEAST_PAUSE_MS,
): AsyncGenerator<Batch, void> {
  const waiting = new Set<string>()
  let came = new Set<Kind>()
  let revision: number | null = null
  let wake = () => {}
  const take = (events: readonly LiveEvent[]) => {
    for (const event of events) {
      if (!kinds.includes(event.kind)) continue
      came.add(event.kind)
      if (event.kind === 'revision') revision = event.revision
      else waiting.add('id' in event ? event.id : event.kind)
    }
    if (waiting.size > 0 || revision !== null) wake()
  }
  const missed = resumeAfter ? hub.since(resumeAfter) : null
  const stop = hub.subscribe(take)
  let told = missed && resumeAfter ? resumeAfter : hub.place()
  let joined: Joined | null = { kind: 'joined', whole: missed !== null }
  take(missed ?? [])
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    while (!signal.aborted) {
      if (waiting.size === 0 && revision === null && !joined) {
        await new Promise<void>((resolve) => {
          wake = resolve
          if (signal.aborted) resolve()
        })
        continue
      }
      const ids = [...waiting].slice(0, MOST_AT_ONCE)
      for (const id of ids) waiting.delete(id)
      const after = waiting.size === 0 ? hub.place() : told
      const batch: Batch = { ids, kinds: came, revision, joined, before: told, after }
      const first = joined !== null && ids.length === 0
      told = after
      came = new Set()
      revision = null
      joined = null
      yield batch
      if (!first) await pause(pauseMs, undefined, { signal }).catch(() => {})
    }
  } finally {
    stop()
  }
}
