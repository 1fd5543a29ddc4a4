/** What a host did and saw becomes rows: all of a report or nothing of it, and nothing is acknowledged before. */

import { mendedDrift } from '~/domain/drift'
import type { Report, ReportOutput } from '~/protocol/report'
import { AppError } from '../errors'
import type { LiveEvent } from '../live/hub'
import { recordAudit, recordMendedDrift } from '../repositories/audit'
import { type Db, inTransaction } from '../repositories/db'
import { lockFarm } from '../repositories/farm-lock'
import {
  changeFacts,
  lockReportingHost,
  type MachineFacts,
  markNextReport,
  markReport,
  type ReportingHost,
  type ReportMark,
} from '../repositories/report-host'
import { atTheEnd, inSqlTransaction, type Sql, sqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'
import { announceHosts } from './farm-news'
import { rejudgeSessions, storeSessions } from './ingest-sessions'
import { judgeReport } from './judge-report'
import { noteReboot } from './note-reboot'
import { cloneEvidence, quarantineHost } from './quarantine-host'
import { type ResolvedHosts, resolveHosts } from './resolve-hosts'

interface Ingested {
  output: ReportOutput
  boot: string
  sessionIds: string[]
  resolved: ResolvedHosts | null
  stored: boolean
}

/**
 * Late, double and reordered reports end in the same rows. A report that leaves a gap is not stored: the answer asks
 * for a full one.
 * @throws AppError `forbidden` while the host waits for approval, `bad-input` for a grant: grants are the server's.
 */
export async function ingestReport(
  ctx: ServiceContext,
  hostId: string,
  report: Report,
): Promise<ReportOutput> {
  refuseGrants(report)
  await refuseClones(ctx, hostId, report)
  const done =
    (await ingestState(ctx, hostId, report)) ??
    (await (report.facts
      ? inTransaction(ctx.database, (tx) => ingestInside(tx, tx, ctx, hostId, report))
      : inSqlTransaction(ctx.pipelines, (tx) => ingestInside(tx, null, ctx, hostId, report))))
  if (!done.stored) return done.output
  const host = ctx.board.byId(hostId)
  if (host) {
    const sameBoot = host.boot === done.boot
    host.boot = done.boot
    host.reportSeq = sameBoot ? Math.max(host.reportSeq, done.output.ack) : done.output.ack
    if (report.applied) host.appliedGeneration = report.applied.generation
    ctx.board.changed(hostId)
    host.lastSeenMs = ctx.clock.now().getTime()
    host.seenDirty = true
  }
  const events: LiveEvent[] = done.sessionIds.map((id) => ({ kind: 'session', id }))
  ctx.hub.publish([...events, { kind: 'host', id: hostId }])
  if (done.resolved?.changed.length) await announceHosts(ctx, done.resolved)
  return done.output
}

/** Before anything of a second machine under the same key is stored: histories are never merged. */
async function refuseClones(ctx: ServiceContext, hostId: string, { boot, machine }: Report): Promise<void> {
  const known = ctx.board.byId(hostId)
  if (known?.lifecycle === 'quarantined') throw quarantined()
  if (known?.boot === boot && machine === undefined) return
  const evidence = await cloneEvidence(ctx, hostId, { boot, machine })
  if (!evidence) return
  await quarantineHost(ctx, hostId, evidence)
  throw quarantined()
}

const quarantined = () =>
  new AppError(
    'forbidden',
    'The key of this host was seen on two machines: nothing is stored before it has a new one.',
  )

/**
 * After a publish every host says how it stands and, mostly, nothing else: one statement takes that. Null for a report
 * that holds more, or is not the next one.
 */
async function ingestState(ctx: ServiceContext, hostId: string, report: Report): Promise<Ingested | null> {
  const { full, opened, closed, facts, boot, seq } = report
  if (full || facts || opened.length > 0 || closed.length > 0) return null
  if (!(await markNextReport(sqlOf(ctx.statements), hostId, markOf(report, ctx.clock.now())))) return null
  return { boot, sessionIds: [], resolved: null, output: { ack: seq }, stored: true }
}

function markOf({ boot, seq, at, agentVersion, applied }: Report, now: Date): ReportMark {
  return {
    boot,
    now,
    reportSeq: seq,
    clockSkewMs: skew(new Date(at), now),
    agentVersion,
    ...(applied && { applied, appliedAt: now }),
  }
}

/** `whole` is the same transaction for what takes facts: they may move the host to another bundle. */
async function ingestInside(
  tx: Sql,
  whole: Db | null,
  ctx: ServiceContext,
  hostId: string,
  report: Report,
): Promise<Ingested> {
  if (whole) await lockFarm(whole, 'shared')
  const host = await lockReportingHost(tx, hostId, report.applied?.hash)
  if (!host || host.lifecycle === 'retired') throw new AppError('wrong-credentials', 'This host was retired.')
  if (host.lifecycle === 'quarantined') throw quarantined()
  if (host.lifecycle !== 'active') {
    throw new AppError('forbidden', 'This host waits for approval: nothing it reports is stored before.')
  }
  const now = ctx.clock.now()
  const verdict = judgeReport(host, report)
  const unchanged = { boot: report.boot, sessionIds: [], resolved: null }
  if (verdict.kind === 'old') return { ...unchanged, output: { ack: verdict.ack }, stored: false }
  const owner = { hostId, boot: report.boot, now }
  const at = new Date(report.at)
  const rebooted = verdict.reboot ? await noteReboot(tx, owner, at) : []
  if (verdict.kind === 'gap') {
    if (verdict.reboot) await markReport(tx, hostId, { boot: report.boot, reportSeq: 0, now })
    const output = { ack: verdict.ack, reportFull: true }
    return { ...unchanged, sessionIds: rebooted, output, stored: verdict.reboot }
  }
  const applied = report.applied ?? host.applied
  const hostPending = applied === null || applied.hash !== host.wantedHash
  const running = { config: host.config, family: report.facts?.os.family ?? host.osFamily, hostPending }
  const touched = await storeSessions(tx, owner, report, running)
  const mended = report.applied ? mendedDrift(host.applied, report.applied) : []
  if (mended.length > 0) await recordMendedDrift(tx, hostId, mended)
  const rejudged = report.applied ? await rejudgeSessions(tx, owner, running) : []
  await atTheEnd(tx, () => markReport(tx, hostId, markOf(report, now)))
  const resolved = report.facts && whole ? await takeFacts(whole, ctx, hostId, host, report.facts) : null
  return {
    boot: report.boot,
    sessionIds: [...new Set([...rebooted, ...touched, ...rejudged])],
    resolved,
    output: { ack: report.seq },
    stored: true,
  }
}

/** Milliseconds that the host's clock is ahead; bounded to what the column holds. */
function skew(at: Date, now: Date): number {
  return Math.max(-2_000_000_000, Math.min(2_000_000_000, at.getTime() - now.getTime()))
}

/** What the machine is may change under the same host: an upgrade. Its name stays: the server gave it. */
async function takeFacts(
  tx: Db,
  ctx: ServiceContext,
  hostId: string,
  host: ReportingHost,
  facts: NonNullable<Report['facts']>,
): Promise<ResolvedHosts | null> {
  const before: MachineFacts = {
    osFamily: host.osFamily,
    osVersion: host.osVersion,
    arch: host.arch,
    cloudHosted: host.cloudHosted,
  }
  const after: MachineFacts = {
    osFamily: facts.os.family,
    osVersion: facts.os.version,
    arch: facts.arch ?? host.arch,
    cloudHosted: facts.cloudHosted ?? host.cloudHosted,
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return null
  await changeFacts(tx, hostId, after)
  await recordAudit(tx, {
    actor: { kind: 'host', id: hostId },
    action: 'host.facts-changed',
    object: { kind: 'host', id: hostId },
    before,
    after,
  })
  return resolveHosts(tx, ctx, { hostIds: [hostId] })
}

function refuseGrants(report: Report): void {
  report.opened.forEach((session, at) => {
    const index = session.allocations.findIndex(({ kind }) => kind === 'granted')
    if (index < 0) return
    const field = `opened[${at}].allocations[${index}].kind`
    throw new AppError('bad-input', `${field}: a host reports what it computed or observed, not grants.`, {
      problems: [
        {
          field,
          value: 'granted',
          rule: 'grants are made by the server',
          mend: 'Report it as computed or observed.',
        },
      ],
    })
  })
}
