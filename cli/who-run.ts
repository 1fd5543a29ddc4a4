import { problem, problemText } from '~/domain/result'
import type { HistoryContext } from '~/server/services/history/asked'
import type { HeldRow, WhoAnswer } from '~/server/services/views/held-view'
import type { Page } from '~/server/services/views/page'
import { borrowFarm } from './borrow-farm'
import type { WhoOptions } from './commands/who'
import { CliError, type CliIo } from './io'
import { heldTable, whoText } from './who-text'

const PAGE = 200
/** What is printed of a session's or a user's history; longer ones are exported. */
const MOST_ROWS = 5_000

export async function runWho(address: string | undefined, options: WhoOptions, io: CliIo): Promise<void> {
  const { systemClock: clock } = await import('~/server/clock')
  const answer = await borrowFarm(io, ({ copySource: statements }) =>
    ask({ statements, clock }, address, options),
  )
  if (options.json) io.stdout(`${JSON.stringify(answer)}\n`)
  else io.stdout('holders' in answer ? whoText(answer) : heldText(answer))
}

interface Held {
  rows: HeldRow[]
  /** True when there are more rows than are printed. */
  cut: boolean
}

async function ask(
  ctx: HistoryContext,
  address: string | undefined,
  { at, host, session, user, from = '', to }: WhoOptions,
): Promise<WhoAnswer | Held> {
  if (address !== undefined) {
    const { whoHeld } = await import('~/server/services/history/who-held')
    return whoHeld(ctx, { address, at, host })
  }
  const { heldBySession, heldByUser } = await import('~/server/services/history/held-by')
  if (session !== undefined) {
    const place = placeOf(session)
    return everyPage((cursor) => heldBySession(ctx, { ...place, at, cursor, limit: PAGE }))
  }
  const period = { from, to: to ?? ctx.clock.now().toISOString() }
  return everyPage((cursor) => heldByUser(ctx, { user: user ?? '', ...period, cursor, limit: PAGE }))
}

async function everyPage(read: (cursor?: string) => Promise<Page<HeldRow>>): Promise<Held> {
  const rows: HeldRow[] = []
  let next: string | null = null
  do {
    const page: Page<HeldRow> = await read(next ?? undefined)
    rows.push(...page.rows)
    next = page.next
  } while (next !== null && rows.length < MOST_ROWS)
  return { rows, cut: next !== null }
}

function placeOf(text: string): { host: string; number: number } {
  const [, host, number] = /^(.+)\/(\d{1,10})$/.exec(text) ?? []
  if (host !== undefined && number !== undefined) return { host, number: Number(number) }
  const wrong = problem('--session', text, 'a session is HOST/NUMBER', 'Write it as TS-01/7.')
  throw new CliError([problemText(wrong)])
}

const heldText = ({ rows, cut }: Held) =>
  rows.length === 0
    ? 'Nothing was held.\n'
    : `${heldTable(rows)}${cut ? `The newest ${rows.length}; there are more. vipfarm export allocations has all.\n` : ''}`
