/** The screens over a big farm: server time, script weight, how live a row is, how smooth a list, and the memory of it all. */

import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startRole } from './child'
import { measureInBrowser } from './pages-browser'
import { type Caller, scriptBytes, signIn } from './pages-http'
import { type BenchResult, quantile } from './result'

const BAR_P95_MS = 100
const BAR_SCRIPT_KB = 250
const BAR_MEMORY_MB = 450
const REQUESTS = 40
const AGENTS = 1_000
const SAMPLE_MS = 10_000
/** By the words of the figures. */
const SCREENS: Record<string, string> = {
  overview: '/overview',
  hosts: '/hosts',
  hostsFiltered: '/hosts?q=TS-00&convergence=stale',
  sessions: '/sessions',
  sessionsOfUser: '/sessions?q=user77',
  audit: '/audit',
  auditFiltered: '/audit?action=policy.save',
  policies: '/policies',
  enrolment: '/enrolment',
  users: '/users',
  settings: '/settings/about',
  search: '/api/trpc/search.find?input=%7B%22q%22%3A%22user77%22%7D',
  searchAddress: '/api/trpc/search.find?input=%7B%22q%22%3A%22127.0.0.5%22%7D',
}

export async function pages(options: Record<string, string>): Promise<BenchResult> {
  const plane = startRole('pages')
  const result: BenchResult = { bench: 'pages', figures: {}, limits: {}, ratios: {}, notes: [] }
  try {
    const fill = {
      hosts: whole(options.hosts, 10_000),
      sessions: whole(options.sessions, 200_000),
      audit: whole(options.audit, 5_000_000),
    }
    const { origin, admin } = await plane.ask<{ origin: string; admin: Caller['user'] }>('start', fill)
    Object.assign(result.figures, fill)
    const caller = await signIn(origin, admin)
    for (const [name, path] of Object.entries(SCREENS)) await measureScreen(plane, caller, name, path, result)
    await measureInBrowser(caller, await plane.ask<string>('token', { uses: 1 }), result)
    await measureMemory(plane, origin, whole(options.minutes, 5), result)
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

async function measureScreen(
  plane: Child,
  { origin, cookie }: Caller,
  name: string,
  path: string,
  result: BenchResult,
): Promise<void> {
  const get = async () => {
    const began = performance.now()
    const answer = await fetch(`${origin}${path}`, { headers: { cookie } })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return { took: performance.now() - began, text }
  }
  const { text } = await get()
  await get()
  const took: number[] = []
  for (let request = 0; request < REQUESTS; request += 1) took.push((await get()).took)
  await plane.ask('record')
  await get()
  const bare = await plane.ask<{ statements: number; took: number[] }>('bare', { times: REQUESTS })
  const p95 = quantile(took, 0.95)
  result.figures[`${name}P50Ms`] = quantile(took, 0.5)
  result.figures[`${name}P95Ms`] = p95
  result.figures[`${name}Statements`] = bare.statements
  result.figures[`${name}BareP95Ms`] = quantile(bare.took, 0.95)
  result.ratios[`${name}ToBare`] = p95 / quantile(bare.took, 0.95)
  if (p95 > BAR_P95_MS) result.notes?.push(`${path}: p95 ${p95.toFixed(0)} ms is over the bar`)
  if (path.startsWith('/api/')) return
  const kb = (await scriptBytes(origin, text)) / 1_000
  result.figures[`${name}ScriptKb`] = kb
  if (kb > BAR_SCRIPT_KB) result.notes?.push(`${path}: ${kb.toFixed(0)} kB of script is over the bar`)
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
    result.figures.memoryWorstMb = worst
    result.figures.memoryGrowthMb = (settled.at(-1) ?? 0) - (settled[0] ?? 0)
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
