/** Findings, and what each source says of a program. */

import type { Standing } from '~/domain/discovery/standing'
import type { StoredFinding } from '~/domain/discovery/stored-finding'
import type { OsFamily } from '~/domain/host-facts'
import type { Db } from './db'
import type { Sql } from './statements'

export const FINDING_STATES = ['open', 'accepted', 'dismissed', 'snoozed', 'closed'] as const
export type FindingState = (typeof FINDING_STATES)[number]

export interface FindingRecord {
  id: string
  family: OsFamily
  key: string
  program: string
  verdict: StoredFinding['verdict']
  rank: number
  confidence: StoredFinding['confidence']
  content: StoredFinding
  evidenceKey: string
  state: FindingState
  reason: string | null
  decidedKey: string | null
  decidedBy: string | null
  stateAt: Date
  snoozedUntil: Date | null
  policyId: string | null
  standing: Standing
  firstSeen: Date
  changedAt: Date
}

type Row = Awaited<ReturnType<Db['finding']['findFirstOrThrow']>>
const recordOf = (row: Row): FindingRecord => row as unknown as FindingRecord

export interface JudgementRecord {
  family: OsFamily
  key: string
  source: string
  finding: StoredFinding
}

/** Replaces everything that one source says. Returns the programs it says something of, or no longer does. */
export async function putJudgements(
  tx: Db,
  source: string,
  judgements: readonly Omit<JudgementRecord, 'source'>[],
  at: Date,
): Promise<void> {
  const rows = JSON.stringify(judgements)
  await tx.$executeRawUnsafe(
    `DELETE FROM judgement j WHERE j.source = $1 AND NOT EXISTS (
       SELECT FROM jsonb_to_recordset($2::jsonb) AS n(family text, key text) WHERE n.family = j.family AND n.key = j.key)`,
    source,
    rows,
  )
  await tx.$executeRawUnsafe(
    `INSERT INTO judgement AS j (family, key, source, finding, at)
     SELECT n.family, n.key, $1, n.finding, $3::timestamptz
     FROM jsonb_to_recordset($2::jsonb) AS n(family text, key text, finding jsonb)
     ON CONFLICT (family, key, source) DO UPDATE SET finding = excluded.finding, at = excluded.at
     WHERE j.finding IS DISTINCT FROM excluded.finding`,
    source,
    rows,
    at,
  )
}

export async function removeJudgements(tx: Db, sources: readonly string[]): Promise<void> {
  await tx.judgement.deleteMany({ where: { source: { in: [...sources] } } })
}

/** Everything that somebody should look at. */
export async function listJudgements(db: Db): Promise<JudgementRecord[]> {
  return db.$queryRawUnsafe<JudgementRecord[]>(
    `SELECT family, key, source, finding FROM judgement WHERE finding->>'verdict' <> 'no-need'
     ORDER BY family, key, source`,
  )
}

export async function judgementsOf(db: Db, source: string): Promise<StoredFinding[]> {
  const rows = await db.judgement.findMany({ where: { source }, select: { finding: true } })
  return rows.map(({ finding }) => finding as unknown as StoredFinding)
}

export const allFindings = async (db: Db): Promise<FindingRecord[]> =>
  (await db.finding.findMany()).map(recordOf)

/** Findings that somebody may still have to look at. */
export const standingFindings = async (db: Db): Promise<number> => db.finding.count()

export async function findFinding(db: Db, id: string): Promise<FindingRecord | null> {
  const row = await db.finding.findUnique({ where: { id } })
  return row && recordOf(row)
}

/** Keeps others who would decide it waiting until the transaction ends. */
export async function lockFinding(tx: Db, id: string): Promise<FindingRecord | null> {
  await tx.$queryRawUnsafe('SELECT id::text FROM finding WHERE id = $1::uuid FOR UPDATE', id)
  return findFinding(tx, id)
}

export async function insertFinding(tx: Db, finding: Omit<FindingRecord, 'id'>): Promise<FindingRecord> {
  const { content, standing, ...rest } = finding
  const data = { ...rest, content: content as object, standing: standing as object }
  return recordOf(await tx.finding.create({ data }))
}

export type FindingChange = Partial<Omit<FindingRecord, 'id' | 'family' | 'key'>>

export async function updateFinding(tx: Db, id: string, change: FindingChange): Promise<void> {
  const { content, standing, ...rest } = change
  await tx.finding.update({
    where: { id },
    data: {
      ...rest,
      ...(content && { content: content as object }),
      ...(standing && { standing: standing as object }),
    },
  })
}

export interface FindingFilter {
  state: FindingState | 'all'
  verdict?: string
  q?: string
}

/** What a state holds at an instant: a snoozed finding whose time is over is open again. */
const STATE = `CASE WHEN f.state = 'snoozed' AND f.snoozed_until <= $1::timestamptz THEN 'open' ELSE f.state END`

/** Graver verdicts first, then by program; after a key. */
export async function listFindingIds(
  db: Db,
  { state, verdict, q }: FindingFilter,
  now: Date,
  after: { rank: number; program: string; id: string } | null,
  limit: number,
): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT f.id::text FROM finding f
     WHERE ($2::text = 'all' OR ${STATE} = $2) AND ($3::text IS NULL OR f.verdict = $3)
       AND ($4::text IS NULL OR strpos(lower(f.program), lower($4)) > 0)
       AND ($5::int IS NULL OR (f.rank, lower(f.program), f.id) > ($5, $6, $7::uuid))
     ORDER BY f.rank, lower(f.program), f.id LIMIT $8`,
    now,
    state,
    verdict ?? null,
    q ? q : null,
    after?.rank ?? null,
    after?.program ?? null,
    after?.id ?? null,
    limit,
  )
  return rows.map(({ id }) => id)
}

export async function findingsById(db: Db, ids: readonly string[]): Promise<FindingRecord[]> {
  const rows = (await db.finding.findMany({ where: { id: { in: [...ids] } } })).map(recordOf)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export async function countFindings(db: Db, now: Date): Promise<Record<FindingState, number>> {
  const rows = await db.$queryRawUnsafe<{ state: FindingState; n: number }[]>(
    `SELECT ${STATE} AS state, count(*)::int AS n FROM finding f GROUP BY 1`,
    now,
  )
  const counts = Object.fromEntries(FINDING_STATES.map((state) => [state, 0])) as Record<FindingState, number>
  for (const { state, n } of rows) counts[state] = n
  return counts
}

/** Open ones by verdict, the graver first. */
export async function countOpenFindings(
  db: Sql,
  now: Date,
): Promise<{ verdict: StoredFinding['verdict']; findings: number }[]> {
  return db.$queryRawUnsafe(
    `SELECT f.verdict, count(*)::int AS findings FROM finding f WHERE ${STATE} = 'open'
     GROUP BY f.verdict ORDER BY min(f.rank), f.verdict`,
    now,
  )
}

/** Findings put away long ago: what is closed or dismissed and has not changed since. */
export async function forgetFindings(db: Db, before: Date): Promise<number> {
  const { count } = await db.finding.deleteMany({
    where: { state: 'closed', changedAt: { lt: before }, stateAt: { lt: before } },
  })
  return count
}

/** Who says something of a program: `farm`, or comparisons. */
export async function judgementSources(db: Db, family: string, key: string): Promise<string[]> {
  const rows = await db.judgement.findMany({ where: { family, key }, select: { source: true } })
  return rows.map(({ source }) => source)
}

/** The ids of findings by the programs of one source, in the order of verdicts. */
export async function programsOf(
  db: Db,
  sources: readonly string[],
): Promise<{ source: string; program: string; verdict: StoredFinding['verdict']; finding: string | null }[]> {
  return db.$queryRawUnsafe(
    `SELECT j.source, j.finding->>'program' AS program, j.finding->>'verdict' AS verdict, f.id::text AS finding
     FROM judgement j LEFT JOIN finding f ON f.family = j.family AND f.key = j.key
     WHERE j.source = ANY($1::text[]) ORDER BY j.finding->>'program'`,
    [...sources],
  )
}

/** Conversations on the loopback that somebody saw, each once. */
export async function seenPairs(
  db: Db,
): Promise<{ family: OsFamily; pair: StoredFinding['pairs'][number] }[]> {
  return db.$queryRawUnsafe(
    `SELECT DISTINCT f.family, p.pair FROM finding f
     CROSS JOIN LATERAL jsonb_array_elements(f.content->'pairs') AS p(pair) LIMIT 2000`,
  )
}
