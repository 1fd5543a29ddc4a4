/** After a commit: the board learns of it, watching agents are nudged, screens and other server processes are told. */

import { randomUUID } from 'node:crypto'
import type { SignedTicket } from '~/protocol/ticket'
import { type BoardRow, readBoardRows, readBoardRowsOf } from '../repositories/board-row'
import { readFarm } from '../repositories/farm-row'
import { readHeadNumber } from '../repositories/head'
import { FARM_CHANNEL, type FarmNews, notifyFarm } from '../repositories/notify'
import type { ServiceContext } from './context'
import type { ResolvedHosts } from './resolve-hosts'
import { loadSigningKey, readTrustedKeys } from './signing-key'

export { FARM_CHANNEL }

const PROCESS = randomUUID()

/** The whole board and pulse from the database: at start, and whenever news may have been missed. */
export async function loadBoard(ctx: ServiceContext): Promise<void> {
  const mark = ctx.board.mark()
  const [farm, revision, rows] = await Promise.all([
    readFarm(ctx.database),
    readHeadNumber(ctx.database),
    readBoardRows(ctx.database),
  ])
  setPulse(ctx, farm, revision)
  const known = new Set(rows.map(({ id }) => id))
  for (const { id } of [...ctx.board.all()]) {
    if (!known.has(id) && !ctx.board.isChangedSince(id, mark)) forget(ctx, id)
  }
  await refreshHosts(ctx, putRows(ctx, rows, mark))
}

/** Farm settings that check-ins use. Call after a change of the farm's row or a publish. */
export async function refreshFarm(ctx: ServiceContext): Promise<void> {
  await refreshKeys(ctx)
  setPulse(ctx, await readFarm(ctx.database), await readHeadNumber(ctx.database))
}

/** The keys as the database has them now: another process may have handed one out, or put one in use. */
export async function refreshKeys(ctx: ServiceContext): Promise<void> {
  // Without a master key the key is in memory alone.
  if (!ctx.masterKey) return
  ctx.trustedKeys = await readTrustedKeys(ctx.database)
  ctx.signingKey = await loadSigningKey(ctx.database, ctx.masterKey, ctx.clock)
}

/** Reads these hosts again, nudges those whose ticket is new to the board. What changed while it read is read once more. */
export async function refreshHosts(ctx: ServiceContext, hostIds: readonly string[]): Promise<void> {
  let stale = hostIds
  while (stale.length > 0) {
    const mark = ctx.board.mark()
    stale = putRows(ctx, await readBoardRows(ctx.database, stale), mark)
  }
}

/**
 * Call after the commit of a transaction that resolved hosts, or changed them in another way (`also`).
 * A failure here is logged, not thrown: what was committed stands, and polling finds it.
 */
export async function announceHosts(
  ctx: ServiceContext,
  { changed, revision }: ResolvedHosts,
  also: readonly string[] = [],
): Promise<void> {
  const pointers = new Map(changed.map((moved) => [moved.id, moved]))
  const others = [...also]
  for (const { id, generation, hash, revision: wantedRevision, ticket } of changed) {
    const host = ctx.board.byId(id)
    if (!host) others.push(id)
    else if (host.wantedGeneration < generation)
      ctx.board.put({ ...host, wantedGeneration: generation, wantedHash: hash, wantedRevision, ticket })
  }
  const ids = [...new Set([...pointers.keys(), ...also])]
  nudge(ctx, ids, revision)
  ctx.hub.publish(ids.map((id) => ({ kind: 'host', id })))
  try {
    await refreshHosts(ctx, others)
    for (const [each, hosts] of byRevision(changed, also, revision)) {
      await notifyFarm(ctx.database, { from: PROCESS, revision: each, hosts })
    }
  } catch (error) {
    ctx.log.warn({ err: error, revision }, 'a change could not be announced; polling will find it')
  }
}

/** A rollout or a request stands otherwise than before: screens of this and of other server processes ask anew. */
export async function announceStanding(
  ctx: ServiceContext,
  kind: 'rollout' | 'request',
  id: string,
): Promise<void> {
  ctx.hub.publish([{ kind, id }])
  const news = { from: PROCESS, revision: ctx.farm.revision, hosts: [] }
  await notifyFarm(ctx.database, news).catch((error) =>
    ctx.log.warn({ err: error }, `a ${kind} could not be announced; screens will find it`),
  )
}

/** While a rollout is open hosts have different revisions, and news name one: too many hosts to list are found by it. */
function byRevision(
  changed: ResolvedHosts['changed'],
  also: readonly string[],
  revision: number,
): Map<number, string[]> {
  const groups = new Map<number, string[]>([[revision, [...also]]])
  for (const moved of changed) {
    const group = groups.get(moved.revision)
    if (group) group.push(moved.id)
    else groups.set(moved.revision, [moved.id])
  }
  return groups
}

/** Hears what another process of this farm announced. */
export async function hearNews(ctx: ServiceContext, payload: string): Promise<void> {
  const news: FarmNews = JSON.parse(payload)
  if (news.from === PROCESS) return
  await refreshFarm(ctx)
  const mark = ctx.board.mark()
  const rows = news.hosts
    ? await readBoardRows(ctx.database, news.hosts)
    : await readBoardRowsOf(ctx.database, news.revision)
  await refreshHosts(ctx, putRows(ctx, rows, mark))
  ctx.hub.publish([
    { kind: 'revision', revision: news.revision },
    ...rows.map(({ id }) => ({ kind: 'host' as const, id })),
  ])
}

/** Returns the hosts that changed since `mark`, when the reading began: their rows may be older than the board. */
function putRows(ctx: ServiceContext, rows: readonly BoardRow[], mark: number): string[] {
  const stale: string[] = []
  const moved: string[] = []
  for (const { seenAt, ...row } of rows) {
    if (ctx.board.isChangedSince(row.id, mark)) {
      stale.push(row.id)
      continue
    }
    if (row.lifecycle === 'retired') {
      forget(ctx, row.id)
      continue
    }
    const known = ctx.board.byId(row.id)
    if (known && known.wantedGeneration < row.wantedGeneration) moved.push(row.id)
    if (known && known.credentialHash !== row.credentialHash) ctx.nudges.closeHost(row.id)
    ctx.board.put({
      ...row,
      ticket: row.ticket as SignedTicket | null,
      lastSeenMs: Math.max(known?.lastSeenMs ?? 0, seenAt?.getTime() ?? 0),
      seenDirty: known?.seenDirty ?? false,
    })
  }
  nudge(ctx, moved, ctx.farm.revision)
  return stale
}

function forget(ctx: ServiceContext, hostId: string): void {
  ctx.board.remove(hostId)
  ctx.nudges.closeHost(hostId)
}

function nudge(ctx: ServiceContext, hostIds: readonly string[], revision: number): void {
  ctx.nudges.nudge(hostIds, { revision, slotWindowMs: ctx.farm.slotWindowMs })
}

function setPulse(
  ctx: ServiceContext,
  { pollSeconds, slotWindowMs }: { pollSeconds: number; slotWindowMs: number },
  revision: number,
): void {
  ctx.farm.pollSeconds = pollSeconds
  ctx.farm.slotWindowMs = slotWindowMs
  ctx.farm.revision = Math.max(ctx.farm.revision, revision)
}
