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
/** A storm is read in portions. */
const MOST_AT_ONCE = 500

export type SessionEvent = { kind: 'session'; row: SessionRow } | { kind: 'gone'; id: string }
export type HostEvent = { kind: 'host'; row: HostRow } | { kind: 'revision'; revision: number }

/** Sessions that change, until the signal. One that ended comes with its end; `gone` means that there is no such row. */
export async function* watchSessions(
  ctx: ServiceContext,
  signal: AbortSignal,
): AsyncGenerator<SessionEvent, void> {
  for await (const { ids } of batches(ctx, 'session', signal)) {
    const rows = new Map((await readSessionRowsById(ctx.database, ids)).map((row) => [row.id, row]))
    for (const id of ids) {
      const record = rows.get(id)
      yield record ? { kind: 'session', row: sessionRow(record) } : { kind: 'gone', id }
    }
  }
}

/** Hosts that change and revisions that are published, until the signal. */
export async function* watchHosts(ctx: ServiceContext, signal: AbortSignal): AsyncGenerator<HostEvent, void> {
  for await (const { ids, revision } of batches(ctx, 'host', signal)) {
    if (revision !== null) yield { kind: 'revision', revision }
    if (ids.length === 0) continue
    const records = await readHostRowsById(ctx.database, ids)
    for (const record of records) yield { kind: 'host', row: hostRow(ctx, record) }
  }
}

interface Batch {
  ids: string[]
  revision: number | null
}

async function* batches(
  ctx: ServiceContext,
  kind: 'session' | 'host',
  signal: AbortSignal,
): AsyncGenerator<Batch, void> {
  const waiting = new Set<string>()
  let revision: number | null = null
  let wake = () => {}
  const stop = ctx.hub.subscribe((events: readonly LiveEvent[]) => {
    for (const event of events) {
      if (event.kind === 'revision') revision = kind === 'host' ? event.revision : null
      else if (event.kind === kind) waiting.add(event.id)
    }
    if (waiting.size > 0 || revision !== null) wake()
  })
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    while (!signal.aborted) {
      if (waiting.size === 0 && revision === null) {
        await new Promise<void>((resolve) => {
          wake = resolve
          if (signal.aborted) resolve()
        })
        continue
      }
      const ids = [...waiting].slice(0, MOST_AT_ONCE)
      for (const id of ids) waiting.delete(id)
      const batch: Batch = { ids, revision }
      revision = null
      yield batch
      await pause(LEAST_PAUSE_MS, undefined, { signal }).catch(() => {})
    }
  } finally {
    stop()
  }
}
