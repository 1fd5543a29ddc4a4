/** From what each source says of programs to the findings that people see; and from what agents confirm to their end. */

import { isDeepStrictEqual } from 'node:util'
import { type Standing, standingOf } from '~/domain/discovery/standing'
import {
  findingKey,
  mergeFindings,
  type StoredFinding,
  storedKey,
  verdictRank,
} from '~/domain/discovery/stored-finding'
import type { OsFamily } from '~/domain/host-facts'
import { recordAudit } from '../../repositories/audit'
import type { Db } from '../../repositories/db'
import {
  allFindings,
  type FindingChange,
  type FindingRecord,
  insertFinding,
  type JudgementRecord,
  listJudgements,
  updateFinding,
} from '../../repositories/finding'
import { hostsInForce } from '../../repositories/host-in-force'
import { programStandings } from '../../repositories/seen-socket'

const DAY_MS = 86_400_000
/** How long a sighting says where a program runs. */
export const SEEN_DAYS = 30
/** New rows of the same evidence are written down no oftener than this. */
export const SOFT_MS = 60_000

export const keyed = ({
  family,
  ...finding
}: StoredFinding & { family: OsFamily }): Omit<JudgementRecord, 'source'> => ({
  family,
  key: findingKey(finding.program, family),
  finding,
})

const SYSTEM = { kind: 'system', id: null } as const

/**
 * Brings the findings up to date with the judgements and with the farm. The caller holds the word `discovery`. Whatever
 * the order of calls, the same judgements and the same farm end in the same findings. `softMs`: how old a finding must be
 * before it is written anew for other rows of the same evidence.
 */
export async function writeFindings(tx: Db, at: Date, softMs = 0): Promise<void> {
  const groups = grouped(await listJudgements(tx))
  const existing = new Map((await allFindings(tx)).map((one) => [`${one.family} ${one.key}`, one]))
  if (groups.size === 0 && existing.size === 0) return
  const hosts = await hostsInForce(tx)
  const seen = await programStandings(tx, new Date(at.getTime() - SEEN_DAYS * DAY_MS))
  for (const [name, judgements] of groups) {
    const content = mergeFindings(judgements.map(({ finding }) => finding))
    const [first] = judgements
    if (!content || !first) continue
    const standing = standingOf(content, first.family, hosts, seen)
    const known = existing.get(name)
    if (known) await renew(tx, known, content, standing, at, softMs)
    else await begin(tx, first, content, standing, at)
    existing.delete(name)
  }
  for (const gone of existing.values()) await closeWithout(tx, gone, at)
}

function grouped(judgements: readonly JudgementRecord[]): Map<string, JudgementRecord[]> {
  const groups = new Map<string, JudgementRecord[]>()
  for (const one of judgements) {
    const name = `${one.family} ${one.key}`
    const group = groups.get(name)
    if (group) group.push(one)
    else groups.set(name, [one])
  }
  return groups
}

async function begin(
  tx: Db,
  { family, key }: JudgementRecord,
  content: StoredFinding,
  standing: Standing,
  at: Date,
): Promise<void> {
  await insertFinding(tx, {
    family,
    key,
    ...contentColumns(content),
    state: isSettled(content, standing) ? 'closed' : 'open',
    reason: null,
    decidedKey: null,
    decidedBy: null,
    stateAt: at,
    snoozedUntil: null,
    policyId: null,
    standing,
    firstSeen: at,
    changedAt: at,
  })
}

const contentColumns = (content: StoredFinding) => ({
  program: content.program,
  verdict: content.verdict,
  rank: verdictRank(content.verdict),
  confidence: content.confidence,
  content,
  evidenceKey: storedKey(content),
})

const isSettled = ({ verdict }: StoredFinding, { confirmed, hosts, sessions }: Standing): boolean =>
  confirmed !== null &&
  verdict !== 'over-listed' &&
  (confirmed === 'listed-and-apart' || hosts + sessions > 0)

async function renew(
  tx: Db,
  known: FindingRecord,
  content: StoredFinding,
  standing: Standing,
  at: Date,
  softMs: number,
): Promise<void> {
  const change: FindingChange = {}
  const columns = contentColumns(content)
  const hard = columns.evidenceKey !== known.evidenceKey || columns.confidence !== known.confidence
  const soft =
    at.getTime() - known.changedAt.getTime() >= softMs && !isDeepStrictEqual(content, known.content)
  if (hard || soft) Object.assign(change, columns, { changedAt: at })
  if (!sameStanding(standing, known.standing)) change.standing = standing
  const state = nextState(known, columns.evidenceKey, isSettled(content, standing))
  if (state !== known.state) {
    Object.assign(change, { state, stateAt: at })
    if (state === 'open') Object.assign(change, { snoozedUntil: null })
    await recordAudit(tx, {
      actor: SYSTEM,
      action: state === 'closed' ? 'finding.close' : 'finding.return',
      object: { kind: 'finding', id: known.id },
      before: { state: known.state },
      after: { state, program: content.program, verdict: content.verdict, standing },
    })
  }
  if (Object.keys(change).length > 0) await updateFinding(tx, known.id, change)
}

/** What people put away stays away until its evidence changes; what agents confirm is over, until they no longer do. */
function nextState(known: FindingRecord, evidence: string, settled: boolean): FindingRecord['state'] {
  const putAway = known.state === 'dismissed' || known.state === 'snoozed'
  if (putAway && known.decidedKey === evidence) return known.state
  if (settled) return 'closed'
  if (putAway) return 'open'
  if (known.state === 'closed') return known.policyId === null ? 'open' : 'accepted'
  return known.state
}

// How many people run the program changes all day, and says nothing of how it stands.
const sameStanding = ({ sessions: _, ...one }: Standing, { sessions: __, ...other }: Standing) =>
  isDeepStrictEqual(one, other)

async function closeWithout(tx: Db, gone: FindingRecord, at: Date): Promise<void> {
  if (gone.state === 'closed' || gone.state === 'dismissed') return
  await recordAudit(tx, {
    actor: SYSTEM,
    action: 'finding.close',
    object: { kind: 'finding', id: gone.id },
    before: { state: gone.state },
    after: { state: 'closed', program: gone.program, why: 'no evidence is left' },
  })
  const standing: Standing = {
    ...gone.standing,
    confirmed: gone.verdict === 'over-listed' ? 'list-shortened' : null,
  }
  await updateFinding(tx, gone.id, { state: 'closed', stateAt: at, standing })
}
