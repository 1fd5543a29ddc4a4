import type { SocketFacts } from '~/domain/discrepancy'
import { coversProgram } from '~/domain/program'
import { type CardRecord, findCardSessions, readCards } from '../repositories/help-desk'
import { readSessionRowsById } from '../repositories/session-list'
import { sqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'
import { sessionRow } from './session-rows'
import type { HelpDeskCard } from './views/session-view'

const MOST_SESSIONS = 20

/** The sessions of what somebody pasted: a user, a host, a client or an address. Open ones first. */
export async function helpDeskCards(
  { statements, database }: Pick<ServiceContext, 'statements' | 'database'>,
  { q }: { q: string },
): Promise<{ cards: HelpDeskCard[]; cut: boolean }> {
  const sql = sqlOf(statements)
  const found = await findCardSessions(sql, q, MOST_SESSIONS + 1)
  const ids = found.slice(0, MOST_SESSIONS)
  const [rows, records] = await Promise.all([readSessionRowsById(database, ids), readCards(sql, ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const ofHost = new Map(records.map((record) => [record.sessionId, record]))
  const cards = ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [{ ...sessionRow(row), ...hostPart(ofHost.get(id)) }] : []
  })
  return { cards, cut: found.length > MOST_SESSIONS }
}

const LISTS = ['VirtualLoopbackPrograms', 'VirtualIpPrograms'] as const

function hostPart(record: CardRecord | undefined): Pick<HelpDeskCard, 'listed' | 'unlisted' | 'lastError'> {
  const listed = LISTS.flatMap((setting) => {
    const list = record?.settings?.[setting]
    return Array.isArray(list) ? list.filter((entry): entry is string => typeof entry === 'string') : []
  })
  const failed = (record?.items ?? [])
    .filter(({ state }) => state === 'failed')
    .sort((one, other) => (one.since < other.since ? 1 : -1))[0]
  const refused = record?.refused
  return {
    listed: [...new Set(listed)],
    unlisted: record ? unlistedOf(record, listed) : [],
    lastError: refused
      ? { setting: null, code: refused.code, message: refused.message, since: null }
      : failed
        ? {
            setting: failed.setting,
            code: failed.code ?? '',
            message: failed.message ?? '',
            since: failed.since,
          }
        : null,
  }
}

function unlistedOf({ sockets, family }: CardRecord, listed: readonly string[]): string[] {
  const troubled = sockets.filter(isOnLoopbackOrFailed).map(({ program }) => program)
  return [...new Set(troubled)].filter((program) => !coversProgram(listed, program, family)).sort()
}

const isOnLoopbackOrFailed = ({ local, remote, failed }: SocketFacts): boolean =>
  failed === true || [local, remote].some((end) => end?.address.startsWith('127.') === true)
