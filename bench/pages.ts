/** The screens over a big farm: server time, script weight, how live a row is, how smooth a list, and the memory of it all. */

import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startRole } from './child'
import { measureInBrowser } from './pages-browser'
import { type Caller, mutate, query, scriptBytes, signIn } from './pages-http'
import type { Started } from './pages-role'
import { type BenchResult, median, quantile } from './result'

const BAR_P95_MS = 100
const BAR_SCRIPT_KB = 250
const BAR_MEMORY_MB = 450
const REQUESTS = 40
/** So often every screen is opened before it counts: a server that has just begun compiles and collects for seconds. */
const SETTLING = 3
const AGENTS = 1_000
const SAMPLE_MS = 10_000
const POLICIES = 20
const PARTS = ['fill', 'screens', 'browser', 'memory'] as const
type Part = (typeof PARTS)[number]

/** A reader gets one language, and they do not weigh the same. */
const READERS = { en: 'English', es: 'Spanish' }

/** By the words of the figures. */
const SCREENS: Record<string, string> = {
  overview: '/overview',
  hosts: '/hosts',
  hostsFiltered: '/hosts?q=TS-00&convergence=stale',
  sessions: '/sessions',
  sessionsOfUser: '/sessions?q=user77',
  sessionsOfHour: '/sessions?state=all&from=2020-01-01T00:00:00.000Z',
  addresses: '/addresses',
  addressThen: '/addresses/then?address=127.0.0.5',
  discovery: '/discovery',
  captures: '/discovery/captures',
  catalogue: '/discovery/catalogue',
  forecast: '/discovery/forecast',
  rollouts: '/rollouts',
  audit: '/audit',
  auditFiltered: '/audit?action=policy.save',
  policies: '/policies',
  publish: '/policies/publish',
  history: '/policies/history',
  compare: '/policies/compare',
  exporting: '/policies/export',
  plans: '/policies/plans',
  whatIf: '/what-if',
  enrolment: '/enrolment',
  users: '/users',
  profile: '/settings',
  farm: '/settings/farm',
  keys: '/settings/keys',
  about: '/settings/about',
  gallery: '/gallery',
  search: '/api/trpc/search.find?input=%7B%22q%22%3A%22user77%22%7D',
  searchAddress: '/api/trpc/search.find?input=%7B%22q%22%3A%22127.0.0.5%22%7D',
  // What these screens ask for as soon as they stand.
  poolsApi: '/api/trpc/pools.list',
  whoHeldItApi: '/api/trpc/addresses.who?input=%7B%22address%22%3A%22127.0.0.5%22%7D',
  publishPlanApi: '/api/trpc/policies.plan',
}

export async function pages(options: Record<string, string>): Promise<BenchResult> {
  const plane = startRole('pages')
  const result: BenchResult = { bench: 'pages', figures: {}, limits: {}, ratios: {}, notes: [] }
  const parts = partsOf(options.parts)
  try {
    const fill = {
      hosts: whole(options.hosts, 10_000),
      sessions: whole(options.sessions, 200_000),
      audit: whole(options.audit, 5_000_000),
    }
    const began = performance.now()
    const started = await plane.ask<Started>('start', { fill, data: options.data || null })
    const { origin, admin } = started
    Object.assign(result.figures, started.fill)
    result.figures.startSeconds = (performance.now() - began) / 1_000
    const caller = await signIn(origin, admin)
    if (!started.kept) await fillByApi(caller)
    if (parts.has('screens')) {
      for (let round = 0; round < SETTLING; round += 1) await openAll(caller)
      const [host, policy, pool] = await firstIds(caller)
      const one = { host: `/hosts/${host}`, policy: `/policies/${policy}`, pool: `/addresses/pools/${pool}` }
      for (const [name, path] of Object.entries({ ...SCREENS, ...one }))
        await measureScreen(plane, caller, name, path, whole(options.requests, REQUESTS), result)
    }
    if (parts.has('browser'))
      await measureInBrowser(caller, await plane.ask<string>('token', { uses: 1 }), result)
    if (parts.has('memory')) {
      if (!parts.has('screens')) await openAll(caller)
      await measureMemory(plane, origin, whole(options.minutes, 5), result)
    }
    result.limits = {
      barP95Ms: BAR_P95_MS,
      barScriptKb: BAR_SCRIPT_KB,
      barMemoryMb: BAR_MEMORY_MB,
      barFps: 50,
    }
    return result
  } finally {
    await plane.stop()
  }
}

function partsOf(text: string | undefined): ReadonlySet<Part> {
  if (!text) return new Set(PARTS)
  const parts = text.split(',')
  const wrong = parts.find((part) => !PARTS.some((known) => known === part))
  if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)}: the parts are ${PARTS.join(', ')}`)
  return new Set(parts as Part[])
}

/** Policies and a pool, as a person makes them. */
async function fillByApi(caller: Caller): Promise<void> {
  for (let at = 1; at <= POLICIES; at += 1)
    await mutate(caller, 'policies.create', { name: `Policy ${at}`, description: 'bench' })
  await mutate(caller, 'pools.create', { name: 'Pool', network: '10.98.0.0/22' })
}

async function firstIds(caller: Caller): Promise<(string | undefined)[]> {
  type Listed = { rows?: { id: string }[]; policies?: { id: string }[] }
  const lists = await Promise.all(
    ['hosts.list?input=%7B%7D', 'policies.list', 'pools.list'].map((path) => query<Listed>(caller, path)),
  )
  return lists.map(({ rows, policies }) => (rows ?? policies)?.[0]?.id)
}

async function openAll({ origin, cookie }: Caller): Promise<void> {
  for (const path of Object.values(SCREENS)) {
    const answer = await fetch(`${origin}${path}`, { headers: { cookie } })
    await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  }
}

async function measureScreen(
  plane: Child,
  { origin, cookie }: Caller,
  name: string,
  path: string,
  requests: number,
  result: BenchResult,
): Promise<void> {
  const get = async (): Promise<number> => {
    const began = performance.now()
    const answer = await fetch(`${origin}${path}`, { headers: { cookie } })
    await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return performance.now() - began
  }
  await get()
  await get()
  const took: number[] = []
  for (let request = 0; request < requests; request += 1) took.push(await get())
  await plane.ask('record')
  await get()
  const bare = await plane.ask<{ statements: number; took: number[] }>('bare', { times: requests })
  const p95 = quantile(took, 0.95)
  result.figures[`${name}P50Ms`] = quantile(took, 0.5)
  result.figures[`${name}P95Ms`] = p95
  result.figures[`${name}Statements`] = bare.statements
  result.figures[`${name}BareP95Ms`] = quantile(bare.took, 0.95)
  result.ratios[`${name}ToBare`] = p95 / quantile(bare.took, 0.95)
  // It takes minutes: whoever has to break it off keeps what was measured.
  process.stderr.write(
    `${path}: p50 ${quantile(took, 0.5).toFixed(0)}, p95 ${p95.toFixed(0)} ms; ${bare.statements} statements, bare p95 ${quantile(bare.took, 0.95).toFixed(0)} ms\n`,
  )
  if (p95 > BAR_P95_MS) result.notes?.push(`${path}: p95 ${p95.toFixed(0)} ms is over the bar`)
  if (path.startsWith('/api/')) return
  for (const [locale, word] of Object.entries(READERS)) {
    const page = await fetch(`${origin}${path}`, { headers: { cookie, 'accept-language': locale } })
    const kb = (await scriptBytes(origin, await page.text())) / 1_000
    result.figures[`${name}${word}ScriptKb`] = kb
    if (kb > BAR_SCRIPT_KB)
      result.notes?.push(`${path}: ${kb.toFixed(0)} kB of script for a reader of ${word} are over the bar`)
  }
}

/** A thousand agents for some minutes after all screens were opened. Flat: what the last four fifths grow by. */
async function measureMemory(
  plane: Child,
  origin: string,
  minutes: number,
  result: BenchResult,
): Promise<void> {
  const agents = startRole('agents')
  try {
    const token = await plane.ask<string>('token', { uses: AGENTS })
    await agents.ask('start', { origin, token, hosts: AGENTS, prefix: 'MEM-' })
    const samples: number[] = []
    const until = performance.now() + minutes * 60_000
    while (performance.now() < until) {
      await pause(SAMPLE_MS)
      samples.push((await plane.ask<number>('memory')) / 2 ** 20)
    }
    const settled = samples.slice(Math.floor(samples.length / 5))
    const worst = Math.max(...samples)
    const half = settled.length >> 1
    result.figures.memoryWorstMb = worst
    // Single samples jump with the collector: the halves of the last four fifths are compared.
    result.figures.memoryFirstHalfMb = median(settled.slice(0, half))
    result.figures.memorySecondHalfMb = median(settled.slice(half))
    result.figures.memoryLastMb = settled.at(-1) ?? 0
    if (worst > BAR_MEMORY_MB) result.notes?.push(`the server took ${worst.toFixed(0)} MB`)
  } finally {
    await agents.stop()
  }
}

function whole(text: string | undefined, usual: number): number {
  const number = text ? Number(text) : usual
  if (Number.isInteger(number) && number >= 1 && number <= 10_000_000) return number
  throw new Error(`${JSON.stringify(text)}: give a whole number from 1 to 10000000`)
}
