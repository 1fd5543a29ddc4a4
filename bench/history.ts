/** "Who held it then" and the pages of lists through the HTTP API, beside the cheapest query that any index answers. */

import { join } from 'node:path'
import { type Child, startRole } from './child'
import { openPerson, type Person } from './person'
import { type BenchResult, median, quantile } from './result'

const BAR_P95_MS = 5
const BAR_LIST_P95_MS = 100
const HOSTS = 100
const ADDRESSES = 100
const RUNS = 3
const QUESTIONS = 400
const PAGES = 40
const WARM = 3_000
const BEGIN = Date.parse('2025-11-01T00:00:00Z')
const YEAR_MS = 365 * 86_400_000

interface Timed {
  p50: number
  p95: number
}

interface Measured {
  rows: number
  found: number
  onHost: Timed
  anywhere: Timed
  pages: Record<string, Timed>
  bare: number[]
}

/** `--rows 1000000,10000000`: each length of the history after the other; the figures are of the last. */
export async function history(options: Record<string, string>): Promise<BenchResult> {
  const measured: Measured[] = []
  for (const rows of rowsOf(options.rows)) {
    // Filling takes minutes: with a directory, a later run finds it done.
    const server = startRole('control-plane', options.data && join(options.data, String(rows)))
    try {
      const admin = await server.ask<{ username: string; password: string }>('past', { rows, lists: true })
      const person = await openPerson(await server.ask('port'), admin)
      measured.push(await measure(server, person, rows).finally(() => person.close()))
    } finally {
      await server.stop()
    }
  }
  return resultOf(measured)
}

function resultOf(measured: readonly Measured[]): BenchResult {
  const first = measured[0]
  const last = measured.at(-1)
  if (!first || !last) throw new Error('nothing was measured')
  const { rows, found, onHost, anywhere, pages, bare } = last
  const worst = Math.max(...Object.values(pages).map(({ p95 }) => p95))
  const grown = first === last ? {} : { [`hostP95To${first.rows}`]: onHost.p95 / first.onHost.p95 }
  return {
    bench: 'history',
    figures: {
      intervals: rows,
      holdersFound: found,
      hostP50Ms: onHost.p50,
      hostP95Ms: onHost.p95,
      allHostsP50Ms: anywhere.p50,
      allHostsP95Ms: anywhere.p95,
      ...Object.fromEntries(Object.entries(pages).map(([name, { p95 }]) => [`${name}PagesP95Ms`, p95])),
    },
    limits: {
      barP95Ms: BAR_P95_MS,
      barListP95Ms: BAR_LIST_P95_MS,
      bareP50Ms: quantile(bare, 0.5),
      bareP95Ms: quantile(bare, 0.95),
      ...(first !== last && { [`hostP95MsAt${first.rows}`]: first.onHost.p95 }),
    },
    ratios: { hostP95ToBar: onHost.p95 / BAR_P95_MS, listP95ToBar: worst / BAR_LIST_P95_MS, ...grown },
    notes: ['through HTTP, signed in, one question after another; bare: one prepared look-up from Node'],
  }
}

async function measure(server: Child, person: Person, rows: number): Promise<Measured> {
  const random = seeded(7)
  const question = () => ({
    host: `TS-${Math.floor(random() * HOSTS)}`,
    address: `127.0.0.${Math.floor(random() * ADDRESSES) + 1}`,
    at: new Date(BEGIN + Math.floor(random() * YEAR_MS)).toISOString(),
  })
  let found = 0
  const who = async (input: object) => {
    found += (await person.query<{ holders: unknown[] }>('addresses.who', input)).holders.length
  }
  await server.ask('settled')
  // A server that runs has its code compiled, and so has who asks.
  for (let each = 0; each < WARM; each += 1) await who(question())
  const onHost = await timed(QUESTIONS, () => who(question()))
  const anywhere = await timed(QUESTIONS / 4, () => who({ ...question(), host: undefined }))
  const pages = await listPages(person, random)
  const bare = await server.ask<number[]>('bareLookUps', { count: QUESTIONS })
  return { rows, found, onHost, anywhere, pages, bare }
}

async function listPages(person: Person, random: () => number): Promise<Record<string, Timed>> {
  const day = new Date(BEGIN + Math.floor(random() * 300) * 86_400_000)
  const week = { from: day.toISOString(), to: new Date(day.getTime() + 7 * 86_400_000).toISOString() }
  const lists: [string, string, object][] = [
    ['sessions', 'sessions.list', { state: 'all' }],
    ['open', 'sessions.list', { state: 'open' }],
    ['ended', 'sessions.list', { state: 'ended' }],
    ['openThen', 'sessions.list', { state: 'all', openAt: day.toISOString() }],
    ['found', 'sessions.list', { state: 'open', q: 'user77' }],
    ['held', 'addresses.now', {}],
    ['heldFound', 'addresses.now', { q: 'user77' }],
    ['user', 'addresses.ofUser', { user: 'user7', ...week }],
    ['session', 'addresses.ofSession', { host: 'TS-7', number: 77 }],
    ['discrepancy', 'discrepancies.list', { state: 'all' }],
    ['discrepancyOpen', 'discrepancies.list', { state: 'open' }],
    ['audit', 'audit.list', {}],
    ['auditAction', 'audit.list', { action: 'policies.publish' }],
    ['auditObject', 'audit.list', { object: 'object-4711' }],
    ['auditNothing', 'audit.list', { actor: 'nobody' }],
    ['auditWeek', 'audit.list', week],
    ['hosts', 'hosts.list', {}],
  ]
  const timedLists: Record<string, Timed> = {}
  for (const [name, procedure, input] of lists) {
    let cursor: string | undefined
    timedLists[name] = await timed(PAGES, async () => {
      const asked = { limit: 50, ...input, ...(cursor && { cursor }) }
      const page = await person.query<{ next: string | null }>(procedure, asked)
      cursor = page.next ?? undefined
    })
  }
  return timedLists
}

/** Milliseconds of one question after another; medians of several runs, after one that warms up. */
async function timed(count: number, ask: () => Promise<unknown>): Promise<Timed> {
  const runs: Timed[] = []
  for (let run = 0; run <= RUNS; run += 1) {
    const took: number[] = []
    for (let each = 0; each < count; each += 1) {
      const began = performance.now()
      await ask()
      took.push(performance.now() - began)
    }
    if (run > 0) runs.push({ p50: quantile(took, 0.5), p95: quantile(took, 0.95) })
  }
  return { p50: median(runs.map(({ p50 }) => p50)), p95: median(runs.map(({ p95 }) => p95)) }
}

function rowsOf(text = '1000000'): number[] {
  return text.split(',').map((part) => {
    const rows = Number(part)
    if (!Number.isInteger(rows) || rows < 10_000) throw new Error(`--rows ${part}: at least 10000`)
    return rows
  })
}

/** The same questions each time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}
