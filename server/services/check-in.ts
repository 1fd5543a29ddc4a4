/** The call that hosts make most often. From memory while nothing changed; the database is asked when something did not fit. */

import type { CheckInInput, CheckInOutput } from '~/protocol/check-in'
import type { PublicSigningKey } from '~/protocol/signature'
import { AppError } from '../errors'
import type { BoardHost } from '../live/host-board'
import { recordAudit } from '../repositories/audit'
import { inTransaction } from '../repositories/db'
import { lockFarm } from '../repositories/farm-lock'
import { jumpPast, lockReportingHost, markReport } from '../repositories/report-host'
import type { ServiceContext } from './context'
import { announceHosts, refreshHosts } from './farm-news'
import { nextPoll } from './next-poll'
import { noteReboot } from './note-reboot'
import { cloneEvidence, quarantineHost } from './quarantine-host'
import { resolveHosts } from './resolve-hosts'

/** A generation beyond this is no counter of ours; the column holds a little more. */
const MAX_GENERATION = 2_000_000_000

/** True when the host has all it is told to run and we have all it reported: nothing to say but `same`. */
export function isIdle(host: BoardHost, input: CheckInInput): boolean {
  return (
    host.lifecycle === 'active' &&
    input.boot === host.boot &&
    input.machine === undefined &&
    input.seq <= host.reportSeq &&
    input.generation === host.wantedGeneration &&
    input.hash === host.wantedHash
  )
}

/** Notes a sign of life; a task writes them down in batches. */
export function touch(host: BoardHost, nowMs: number): void {
  host.lastSeenMs = nowMs
  host.seenDirty = true
}

/** Answers a check-in of a host that proved its credential. */
export async function checkIn(
  ctx: ServiceContext,
  host: BoardHost,
  input: CheckInInput,
): Promise<CheckInOutput> {
  const nowMs = ctx.clock.now().getTime()
  touch(host, nowMs)
  const next = nextPoll(ctx.farm, host.id, nowMs)
  if (host.lifecycle !== 'active') return { same: true, next, pendingApproval: true }
  if (input.boot !== host.boot || input.machine !== undefined) {
    const evidence = await cloneEvidence(ctx, host.id, input)
    if (evidence) {
      await quarantineHost(ctx, host.id, evidence)
      return { same: true, next, pendingApproval: true }
    }
  }
  const settled = fits(host, input) ? host : await settle(ctx, host.id, input)
  // Another call may have shown meanwhile that two machines hold the key.
  if (settled.lifecycle !== 'active') return { same: true, next, pendingApproval: true }
  return answer(settled, input, next, ctx.trustedKeys)
}

/** Whether what the host says can be so, by what the board knows. A host that is behind fits: it is given its ticket. */
function fits(host: BoardHost, { boot, seq, generation = 0, hash }: CheckInInput): boolean {
  if (host.boot !== null && boot !== host.boot) return false
  if (host.boot !== null && seq > host.reportSeq) return false
  if (host.ticket === null || generation > host.wantedGeneration) return false
  return generation < host.wantedGeneration || hash === host.wantedHash
}

function answer(
  host: BoardHost,
  { boot, seq, generation, hash }: CheckInInput,
  next: number,
  trustedKeys: readonly PublicSigningKey[],
): CheckInOutput {
  // Before the first report of an enrolment, and when ours is behind (a restored database), deltas would not do.
  const reportFull = host.boot === null || (boot === host.boot && seq > host.reportSeq)
  const more = reportFull ? { reportFull } : {}
  const has = generation === host.wantedGeneration && hash === host.wantedHash
  return has || host.ticket === null
    ? { same: true, next, ...more }
    : { same: false, next, ...more, signed: host.ticket, signingKeys: [...trustedKeys] }
}

/** Reads the host again, and mends what then still does not fit: a reboot, or a database older than the host. */
async function settle(ctx: ServiceContext, hostId: string, input: CheckInInput): Promise<BoardHost> {
  await refreshHosts(ctx, [hostId])
  const host = known(ctx, hostId)
  if (host.boot !== null && host.boot !== input.boot) await settleBoot(ctx, hostId, input.boot)
  const { generation = 0, hash } = input
  const isAhead = generation > host.wantedGeneration
  const isOther = generation === host.wantedGeneration && generation > 0 && hash !== host.wantedHash
  if (isAhead || isOther || host.ticket === null) await settleGeneration(ctx, hostId, generation, hash)
  return known(ctx, hostId)
}

function known(ctx: ServiceContext, hostId: string): BoardHost {
  const host = ctx.board.byId(hostId)
  if (!host) throw new AppError('wrong-credentials', 'This host was retired.')
  return host
}

async function settleBoot(ctx: ServiceContext, hostId: string, boot: string): Promise<void> {
  const now = ctx.clock.now()
  const ended = await inTransaction(ctx.database, async (tx) => {
    const host = await lockReportingHost(tx, hostId, undefined)
    // A host that was put aside meanwhile has no reboots; nor has a boot that is over or that a report has told of.
    if (host?.lifecycle !== 'active') return null
    if (!host.boot || host.boot === boot || host.pastBoots.includes(boot)) return null
    const sessions = await noteReboot(tx, { hostId, boot, now }, now)
    await markReport(tx, hostId, { boot, reportSeq: 0 })
    return sessions
  })
  if (!ended) return
  await refreshHosts(ctx, [hostId])
  ctx.hub.publish([
    ...ended.map((id) => ({ kind: 'session' as const, id })),
    { kind: 'host' as const, id: hostId },
  ])
}

/** Our database is older than what the host has seen: its tickets go on after the host's, on the record. */
async function settleGeneration(
  ctx: ServiceContext,
  hostId: string,
  generation: number,
  hash: string | undefined,
): Promise<void> {
  if (generation > MAX_GENERATION) {
    throw new AppError('bad-input', `generation: ${generation} is above the limit of ${MAX_GENERATION}.`)
  }
  const resolved = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'shared')
    const host = await lockReportingHost(tx, hostId, undefined)
    if (host?.lifecycle !== 'active') return null
    const { wantedGeneration, wantedHash } = host
    const behind = generation > wantedGeneration
    if (behind || (generation === wantedGeneration && generation > 0 && hash !== wantedHash)) {
      await jumpPast(tx, hostId, generation)
      await recordAudit(tx, {
        actor: { kind: 'system', id: null },
        action: 'host.generation-jump',
        object: { kind: 'host', id: hostId },
        before: { generation: wantedGeneration, hash: wantedHash },
        after: { hostGeneration: generation, hostHash: hash ?? null, generation: generation + 1 },
        reason: 'the host had a ticket this database does not know: the database was restored',
      })
    }
    return resolveHosts(tx, ctx, { hostIds: [hostId] })
  })
  if (resolved) await announceHosts(ctx, resolved, [hostId])
}
