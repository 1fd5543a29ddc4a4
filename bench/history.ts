/** "Who held it then" and the pages of lists through the HTTP API, beside the cheapest query that any index answers. */

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
const BEGIN = Date.parse('2025-11-01T00:00:00Z')
const YEAR_MS = 365 * 86_400_000

export async function history(options: Record<string, string>): Promise<BenchResult> {
  const rows = rowsOf(options.rows)
  const server = startRole('control-plane')
  try {
    await server.ask('past', { rows })
    const person = await openPerson(await server.ask('port'), await server.ask('admin'))
    try {
      return await measure(server, person, rows)
    } finally {
      person.close()
    }
  } finally {
    await server.stop()
  }
}

async function measure(server: Child, person: Person, rows: number): Promise<BenchResult> {
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
  const onHost = await timed(QUESTIONS, () => who(question()))
  const anywhere = await timed(QUESTIONS / 4, () => who({ ...question(), host: undefined }))
  const pages = await listPages(person, random)
  const bare = await server.ask<number[]>('bareLookUps', { count: QUESTIONS })
  return {
    bench: 'history',
    figures: {
      intervals: rows,
      holdersFound: found,
      hostP50Ms: onHost.p50,
      hostP95Ms: onHost.p95,
      allHostsP50Ms: anywhere.p50,
      allHostsP95Ms: anywhere.p95,
      sessionPagesP95Ms: pages.sessions.p95,
      openPagesP95Ms: pages.open.p95,
      userPagesP95Ms: pages.user.p95,
    },
    limits: {
      barP95Ms: BAR_P95_MS,
      barListP95Ms: BAR_LIST_P95_MS,
      bareP50Ms: quantile(bare, 0.5),
      bareP95Ms: quantile(bare, 0.95),
    },
    ratios: {
      hostP95ToBar: onHost.p95 / BAR_P95_MS,
      listP95ToBar: Math.max(pages.sessions.p95, pages.open.p95, pages.user.p95) / BAR_LIST_P95_MS,
    },
    notes: ['through HTTP, signed in, one question after another; bare: one prepared look-up from Node'],
  }
}

async function listPages(person: Person, random: () => number) {
  const paged = (name: string, input: object) => {
    let cursor: string | undefined
    return timed(PAGES, async () => {
      const page = await person.query<{ next: string | null }>(name, { ...input, ...(cursor && { cursor }) })
      cursor = page.next ?? undefined
    })
  }
  const day = new Date(BEGIN + Math.floor(random() * 300) * 86_400_000)
  const week = { from: day.toISOString(), to: new Date(day.getTime() + 7 * 86_400_000).toISOString() }
  return {
    sessions: await paged('sessions.list', { state: 'all', limit: 50 }),
    open: await paged('sessions.list', { state: 'open', limit: 50 }),
    user: await paged('addresses.ofUser', { user: 'user7', limit: 50, ...week }),
  }
}

/** Milliseconds of one question after another; medians of several runs, after one that warms up. */
async function timed(count: number, ask: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const runs: { p50: number; p95: number }[] = []
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

function rowsOf(text = '1000000'): number {
  const rows = Number(text)
  if (!Number.isInteger(rows) || rows < 10_000) throw new Error(`--rows ${text}: at least 10000`)
  return rows
}

/** The same questions each time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}
