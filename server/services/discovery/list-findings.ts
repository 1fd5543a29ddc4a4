import { bestEntry } from '~/domain/catalogue'
import { AppError } from '../../errors'
import { findComparison } from '../../repositories/capture'
import {
  countFindings,
  findFinding,
  findingsById,
  judgementSources,
  listFindingIds,
} from '../../repositories/finding'
import { findPolicy } from '../../repositories/policy'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { NAME, readCursor, UUID, writeCursor } from '../cursor'
import type { FindingList, FindingState, FindingView } from '../views/discovery-view'
import type { PageRequest } from '../views/page'
import { findingRow } from './finding-rows'
import { readCatalogue } from './read-catalogue'

export interface FindingListRequest extends PageRequest {
  state: FindingState | 'all'
  verdict?: string
  q?: string
}

const RANK = /^\d{1,2}$/

/** The inbox: graver verdicts first, then by program. */
export async function listFindings(
  { database, clock }: ServiceContext,
  { cursor, limit, ...filter }: FindingListRequest,
): Promise<FindingList> {
  const now = clock.now()
  const [rank = '', program = '', id = ''] = cursor ? readCursor(cursor, [RANK, NAME, UUID]) : []
  const after = cursor ? { rank: Number(rank), program, id } : null
  const ids = await listFindingIds(database, filter, now, after, limit + 1)
  const records = await findingsById(database, ids.slice(0, limit))
  const last = records.at(-1)
  return {
    rows: records.map((record) => findingRow(record, now)),
    next:
      ids.length > limit && last
        ? writeCursor([String(last.rank), last.program.toLowerCase(), last.id])
        : null,
    counts: await countFindings(database, now),
  }
}

/** @throws AppError `not-found` */
export async function getFinding(
  { database, clock }: ServiceContext,
  { id }: { id: string },
): Promise<FindingView> {
  const record = await findFinding(database, id)
  if (!record) throw noSuchFinding()
  const { content, policyId, decidedBy } = record
  const entries = await readCatalogue(database)
  const cited = entries.find((entry) => entry.id === content.catalogue)
  const policy = policyId ? await findPolicy(database, policyId) : null
  const names = await userNames(database, decidedBy ? [decidedBy] : [])
  const sources = await judgementSources(database, record.family, record.key)
  const comparisons = await Promise.all(
    sources
      .filter((source) => source !== 'farm')
      .slice(0, 20)
      .map((source) => findComparison(database, source)),
  )
  return {
    ...findingRow(record, clock.now()),
    content,
    // The catalogue may have learnt of the program since the finding was made.
    catalogue: cited ?? bestEntry(record.program, record.family, content.ports, entries) ?? null,
    stateReason: record.reason,
    stateBy: decidedBy && (names.get(decidedBy) ?? decidedBy),
    policy: policy && { id: policy.id, name: policy.name },
    firstSeen: record.firstSeen.toISOString(),
    sources: comparisons.flatMap((one) => (one ? [{ comparison: one.id, name: one.name }] : [])),
    farm: sources.includes('farm'),
  }
}

export const noSuchFinding = () => new AppError('not-found', 'There is no such finding.')
