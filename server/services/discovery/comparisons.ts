/** Comparisons of captures, as people see and remove them. */

import { verdictRank } from '~/domain/discovery/stored-finding'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import {
  type CaptureRecord,
  deleteCapture,
  deleteComparison,
  listCaptures,
  listComparisonRows,
  lockComparison,
} from '../../repositories/capture'
import { inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { programsOf, removeJudgements } from '../../repositories/finding'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { INSTANT, readCursor, UUID, writeCursor } from '../cursor'
import type { CaptureView, ComparisonRow } from '../views/discovery-view'
import type { Page, PageRequest } from '../views/page'
import { rejudgeComparison } from './receive-capture'
import { writeFindings } from './write-findings'

/** What was changed last comes first. */
export async function listComparisons(
  { database }: ServiceContext,
  { cursor, limit }: PageRequest,
): Promise<Page<ComparisonRow>> {
  const [changedAt = '', id = ''] = cursor ? readCursor(cursor, [INSTANT, UUID]) : []
  const after = cursor ? { changedAt: new Date(changedAt), id } : null
  const records = await listComparisonRows(database, after, limit + 1)
  const shown = records.slice(0, limit)
  const ids = shown.map((one) => one.id)
  const captures = await listCaptures(database, ids)
  const programs = await programsOf(database, ids)
  const people = [...shown.map(({ createdBy }) => createdBy), ...captures.map(({ uploadedBy }) => uploadedBy)]
  const names = await userNames(database, [...new Set(people)])
  const last = shown.at(-1)
  return {
    rows: shown.map((one) => ({
      id: one.id,
      name: one.name,
      oneMachine: one.oneMachine,
      changedAt: one.changedAt.toISOString(),
      by: names.get(one.createdBy) ?? one.createdBy,
      captures: captures
        .filter(({ comparisonId }) => comparisonId === one.id)
        .map((row) => captureView(row, names)),
      findings: programs
        .filter(({ source }) => source === one.id)
        .map(({ source: _, ...program }) => program)
        .sort((a, b) => verdictRank(a.verdict) - verdictRank(b.verdict)),
    })),
    next: records.length > limit && last ? writeCursor([last.changedAt.toISOString(), last.id]) : null,
  }
}

function captureView(
  { comparisonId: _, uploadedAt, uploadedBy, ...capture }: CaptureRecord,
  names: ReadonlyMap<string, string>,
): CaptureView {
  return { ...capture, uploadedAt: uploadedAt.toISOString(), by: names.get(uploadedBy) ?? uploadedBy }
}

/** Removes a comparison with its captures; findings that rest on nothing else close. @throws AppError `not-found` */
export async function removeComparison(
  ctx: ServiceContext,
  actor: Actor,
  { id }: { id: string },
): Promise<{ id: string }> {
  await inTransaction(ctx.database, async (tx) => {
    const found = await lockComparison(tx, id)
    if (!found) throw new AppError('not-found', 'There is no such comparison.')
    await lockWord(tx, 'discovery')
    await deleteComparison(tx, id)
    await removeJudgements(tx, [id])
    await writeFindings(tx, ctx.clock.now())
    const object = { kind: 'comparison', id }
    await recordAudit(tx, { actor, action: 'comparison.remove', object, before: { name: found.name } })
  })
  return { id }
}

/** Takes one file out of its comparison; what remains is judged anew. @throws AppError `not-found` */
export async function removeCapture(
  ctx: ServiceContext,
  actor: Actor,
  { id }: { id: string },
): Promise<{ comparison: string }> {
  return inTransaction(ctx.database, async (tx) => {
    const found = await deleteCapture(tx, id)
    const comparison = found && (await lockComparison(tx, found.comparisonId))
    if (!found || !comparison) throw new AppError('not-found', 'There is no such capture.')
    await rejudgeComparison(tx, comparison.id, comparison.oneMachine, ctx.clock.now())
    const object = { kind: 'comparison', id: comparison.id }
    await recordAudit(tx, { actor, action: 'capture.remove', object, before: { name: found.name } })
    return { comparison: comparison.id }
  })
}
