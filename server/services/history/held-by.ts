import { loopbackOf } from '~/domain/address'
import { problem } from '~/domain/result'
import { findPersonId, type HeldKey, readHeldByPerson, readHeldBySession } from '../../repositories/held-over'
import type { HeldThenRecord } from '../../repositories/held-then'
import { sqlOf } from '../../repositories/statements'
import { INSTANT, readCursor, UUID, writeCursor } from '../cursor'
import type { HeldRow, SessionHeldRequest, UserHeldRequest } from '../views/held-view'
import type { Page } from '../views/page'
import { askedHosts, askedInstant, type HistoryContext, refuse } from './asked'
import { heldRow } from './held-rows'

const LONGEST_DAYS = 366
const DAY_MS = 86_400_000

/**
 * What the sessions of a number held on a host, newest first; numbers return after a boot, so `at` picks one of them.
 * @throws AppError `bad-input`, or `not-found` for a host nobody knows.
 */
export async function heldBySession(
  ctx: HistoryContext,
  { host, number, at, cursor, limit }: SessionHeldRequest,
): Promise<Page<HeldRow>> {
  const legal = loopbackOf(number)
  if (!legal.ok) throw refuse(legal.problem)
  const instant = at === undefined ? null : askedInstant(ctx, at, 'at').toISOString()
  const after = keyOf(cursor)
  const asked = { hostIds: await askedHosts(ctx, host), number, at: instant }
  return pageOf(await readHeldBySession(sqlOf(ctx.statements), asked, after, limit + 1), limit)
}

/**
 * What a user held at some moment of a period of at most 366 days, newest first.
 * @throws AppError `bad-input`, or `not-found` for a user nobody saw.
 */
export async function heldByUser(
  ctx: HistoryContext,
  { user, from, to, cursor, limit }: UserHeldRequest,
): Promise<Page<HeldRow>> {
  const begin = askedInstant(ctx, from, 'from')
  const end = askedInstant(ctx, to, 'to')
  const length = end.getTime() - begin.getTime()
  if (length <= 0)
    throw refuse(problem('to', to, `a period ends after it began (${from})`, 'Give a later end.'))
  if (length > LONGEST_DAYS * DAY_MS) {
    throw refuse(problem('to', to, `a period is at most ${LONGEST_DAYS} days long`, 'Ask for a shorter one.'))
  }
  const after = keyOf(cursor)
  const personId = await findPersonId(sqlOf(ctx.statements), user.trim())
  if (personId === null) {
    const mend = 'Write the name as the list of sessions shows it.'
    throw refuse(problem('user', user, 'no session of such a user was seen', mend), 'not-found')
  }
  const asked = { personId, from: begin.toISOString(), to: end.toISOString() }
  return pageOf(await readHeldByPerson(sqlOf(ctx.statements), asked, after, limit + 1), limit)
}

function keyOf(cursor: string | undefined): HeldKey | null {
  if (cursor === undefined) return null
  const [from = '', id = ''] = readCursor(cursor, [INSTANT, UUID])
  return { from, id }
}

function pageOf(records: HeldThenRecord[], limit: number): Page<HeldRow> {
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  const next = records.length > limit && last ? writeCursor([last.from.toISOString(), last.id]) : null
  return { rows: shown.map(heldRow), next }
}
