/** What the session filter costs per call, beside an empty program at the same hooks and beside none. */

import { execFileSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probeFilter } from '~/agent/drivers/linux/filter/probe'
import { type BenchResult, median } from '../result'
import { BenchSessions } from './sessions'

const ROUNDS = 5_000
const CURVE_ROUNDS = 3_000
/** How often groups and programs are made anew for one call: a single place in memory may cost or save 50 ns. */
const PLACES = 10
const CALLS = ['connect', 'bind', 'sendto', 'sendtoUnbound', 'recvfrom', 'getsockname'] as const
type Call = (typeof CALLS)[number]

/** Median nanoseconds. The costs are medians of each round's own difference. */
interface Timed {
  plain: number
  empty: number
  listed: number
  unlisted: number
  listedOverEmpty: number
  unlistedOverEmpty: number
  listedToPlain: number
  /** What the session's address costs over 127.0.0.1 where nothing is attached: no filter can save it. */
  addressOverPlain: number
}

const BARS: Partial<Record<Call, { listed: number; toPlain?: number }>> = {
  connect: { listed: 250, toPlain: 1.06 },
  bind: { listed: 100 },
  sendto: { listed: 100, toPlain: 1.15 },
  sendtoUnbound: { listed: 100, toPlain: 1.15 },
}
const UNLISTED_BAR = 70
const OPEN_BAR_MS = 50

export async function enforcement(options: Record<string, string>): Promise<BenchResult> {
  const { probe } = await probeFilter()
  if (probe.driver !== 'bpf') throw new Error(`nothing to measure here: ${probe.reason}. ${probe.mend}`)
  const most = options.sessions === undefined ? 1_000 : Number(options.sessions)
  const sessions = new BenchSessions(await mkdtemp(join(tmpdir(), 'vipfarm-enforcement-')))
  const result: BenchResult = { bench: 'enforcement', figures: {}, limits: {}, ratios: {}, notes: [] }
  try {
    await sessions.prepare()
    await sessions.openUpTo(1)
    for (const call of CALLS) note(result, call, await time(sessions, call))
    for (const count of [1, 10, 100, 1_000].filter((one) => one <= most)) await curve(sessions, count, result)
  } finally {
    await sessions.close()
  }
  return result
}

async function time(sessions: BenchSessions, call: Call, rounds = ROUNDS): Promise<Timed> {
  const own = `127.0.0.2@${sessions.plain}`
  const groups = [sessions.plain, sessions.empty, sessions.listed, sessions.unlisted, own]
  const rows: number[][] = []
  for (let place = 0; place < PLACES; place++) {
    await sessions.renew()
    const text = execFileSync(sessions.caller, [call, String(rounds / PLACES), ...groups], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 120_000,
    })
    for (const line of text.trim().split('\n')) rows.push(line.split(' ').map(Number))
  }
  const column = (at: number) => rows.map((row) => row[at] ?? 0)
  const difference = (one: number, other: number) =>
    median(rows.map((row) => (row[one] ?? 0) - (row[other] ?? 0)))
  const [plain, empty, listed, unlisted] = [0, 1, 2, 3].map((at) => median(column(at))) as [
    number,
    number,
    number,
    number,
  ]
  return {
    ...{ plain, empty, listed, unlisted },
    listedOverEmpty: difference(2, 1),
    unlistedOverEmpty: difference(3, 1),
    listedToPlain: median(rows.map((row) => (row[2] ?? 0) / (row[0] ?? 1))),
    addressOverPlain: difference(4, 0),
  }
}

function note(result: BenchResult, call: Call, timed: Timed): void {
  const { figures, limits, ratios, notes = [] } = result
  limits[`${call}PlainNs`] = timed.plain
  limits[`${call}EmptyNs`] = timed.empty
  limits[`${call}AddressOverPlainNs`] = timed.addressOverPlain
  figures[`${call}ListedNs`] = timed.listed
  figures[`${call}UnlistedNs`] = timed.unlisted
  figures[`${call}ListedOverEmptyNs`] = timed.listedOverEmpty
  figures[`${call}UnlistedOverEmptyNs`] = timed.unlistedOverEmpty
  ratios[`${call}ListedToPlain`] = timed.listedToPlain
  const bar = BARS[call]
  if (!bar) return
  if (timed.listedOverEmpty > bar.listed) notes.push(`${call}: listed is over its bar of ${bar.listed} ns`)
  if (timed.unlistedOverEmpty > UNLISTED_BAR)
    notes.push(`${call}: unlisted is over its bar of ${UNLISTED_BAR} ns`)
  if (bar.toPlain && timed.listedToPlain > bar.toPlain) notes.push(`${call}: over its bar of x${bar.toPlain}`)
}

async function curve(sessions: BenchSessions, count: number, result: BenchResult): Promise<void> {
  const opened = await sessions.openUpTo(count)
  const { figures, notes = [] } = result
  if (opened.length > 0) {
    figures[`openMedianMsUpTo${count}`] = median(opened)
    if (median(opened) > OPEN_BAR_MS)
      notes.push(`opening a session is over its bar of ${OPEN_BAR_MS} ms at ${count}`)
  }
  for (const call of ['connect', 'bind', 'sendto'] as const) {
    figures[`${call}ListedOverEmptyNsAt${count}`] = (await time(sessions, call, CURVE_ROUNDS)).listedOverEmpty
  }
}
