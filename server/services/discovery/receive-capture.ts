/** A capture that somebody gives: read, compared with the others of its comparison, and stored; all or nothing. */

import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import {
  type CaptureRecord,
  type ComparisonRecord,
  countCaptures,
  countComparisons,
  insertCapture,
  insertComparison,
  lockComparison,
  readCaptures,
  touchComparison,
} from '../../repositories/capture'
import { type Db, inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { putJudgements } from '../../repositories/finding'
import type { ServiceContext } from '../context'
import type { ReceivedCapture } from '../views/discovery-view'
import { judgeComparison } from './judge-comparison'
import { judgingFacts } from './judging-facts'
import { packContent, readUpload } from './read-upload'
import type { ReadUpload } from './upload-reading'
import { keyed, writeFindings } from './write-findings'

export interface CaptureUpload {
  /** The comparison that it joins; a new one without. */
  comparison?: string
  /** Of a new comparison. */
  title?: string
  /** The file's name. */
  name: string
  /** One machine, although the captures show other addresses. */
  oneMachine?: boolean
}

const MOST_AT_ONCE = 3
const MOST_IN_COMPARISON = 32
export const MOST_COMPARISONS = 500
let running = 0

/**
 * Reads the body as it comes. A body that breaks off leaves nothing behind, and neither does a sender that goes away
 * before it is stored: `gone` tells.
 * @throws AppError `too-large`, `not-found`, `conflict`, `unavailable`, and `bad-input` for what is no capture or is of
 * another machine.
 */
export async function receiveCapture(
  ctx: ServiceContext,
  actor: Actor,
  upload: CaptureUpload,
  body: AsyncIterable<Uint8Array>,
  gone?: AbortSignal,
): Promise<ReceivedCapture> {
  if (running >= MOST_AT_ONCE) {
    throw new AppError('unavailable', `${MOST_AT_ONCE} uploads are running. Try again when one is done.`, {
      retryAfter: 10,
    })
  }
  running += 1
  try {
    const read = await readUpload(upload.name, body)
    const kept = await packContent(read.content)
    return await inTransaction(ctx.database, async (tx) => {
      const stored = await store(tx, ctx, actor, upload, { ...read, kept })
      gone?.throwIfAborted()
      return stored
    })
  } finally {
    running -= 1
  }
}

async function store(
  tx: Db,
  ctx: ServiceContext,
  actor: Actor,
  upload: CaptureUpload,
  { content: _, kept, ...read }: ReadUpload & { kept: Uint8Array },
): Promise<ReceivedCapture> {
  const at = ctx.clock.now()
  const by = actor.id ?? actor.kind
  const comparison = await comparisonFor(tx, upload, at, by)
  if ((await countCaptures(tx, comparison.id)) >= MOST_IN_COMPARISON) {
    throw new AppError('conflict', `A comparison has at most ${MOST_IN_COMPARISON} files.`)
  }
  const oneMachine = upload.oneMachine ?? comparison.oneMachine
  const stored = { ...read, kept, name: upload.name, comparisonId: comparison.id }
  const capture = await insertCapture(tx, { ...stored, uploadedAt: at, uploadedBy: by })
  await touchComparison(tx, comparison.id, { oneMachine, changedAt: at })
  const findings = await rejudgeComparison(tx, comparison.id, oneMachine, at)
  await recordAudit(tx, {
    actor,
    action: 'capture.upload',
    object: { kind: 'comparison', id: comparison.id },
    after: summaryOf(capture),
  })
  return { comparison: comparison.id, capture: capture.id, findings, ...factsOf(capture) }
}

async function comparisonFor(
  tx: Db,
  { comparison, title, name, oneMachine = false }: CaptureUpload,
  at: Date,
  by: string,
): Promise<ComparisonRecord> {
  if (comparison === undefined) {
    if ((await countComparisons(tx)) >= MOST_COMPARISONS) {
      const message = `There are ${MOST_COMPARISONS} comparisons already. Remove some that you need no more.`
      throw new AppError('conflict', message)
    }
    return insertComparison(tx, { name: title || name, oneMachine, at, by })
  }
  const found = await lockComparison(tx, comparison)
  if (!found) throw new AppError('not-found', 'There is no such comparison. Somebody may have removed it.')
  return found
}

/** Judges a comparison anew and brings the findings up to date. Returns how many programs it says something of. */
export async function rejudgeComparison(
  tx: Db,
  comparison: string,
  oneMachine: boolean,
  at: Date,
): Promise<number> {
  const { findings } = await judgeComparison(await readCaptures(tx, comparison), {
    oneMachine,
    ...(await judgingFacts(tx)),
  })
  await lockWord(tx, 'discovery')
  await putJudgements(tx, comparison, findings.map(keyed), at)
  await writeFindings(tx, at)
  return findings.filter(({ verdict }) => verdict !== 'no-need').length
}

const factsOf = ({ format, lines, rows, rejected, notes, isSide }: CaptureRecord) => ({
  format,
  lines,
  rows,
  rejected,
  notes,
  isSide,
})

const summaryOf = (capture: CaptureRecord) => ({
  name: capture.name,
  format: capture.format,
  bytes: capture.bytes,
  rows: capture.rows,
  rejected: capture.rejected,
})
