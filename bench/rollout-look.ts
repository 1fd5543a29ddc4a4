/** What one look at a rollout costs whose hosts are all on their way, as the farm grows: the server looks, and so do people. */

import { startRole } from './child'
import { type BenchResult, median } from './result'
import type { LookTimes } from './rollout-look-calls'

const SIZES = [1_000, 10_000]
const SESSIONS_A_HOST = 20
const RUNS = 7
const BAR_MS = 2_000

export async function rolloutLook(options: Record<string, string>): Promise<BenchResult> {
  const sizes = sizesOf(options.hosts)
  const figures: Record<string, number> = { sessionsAHost: SESSIONS_A_HOST, runs: RUNS }
  let worst = 0
  for (const hosts of sizes) {
    const runs = await looks(hosts)
    for (const key of ['decideMs', 'screenMs', 'pageMs'] as const) {
      figures[`${hosts}Hosts${key[0]?.toUpperCase()}${key.slice(1)}`] = median(runs.map((run) => run[key]))
    }
    worst = Math.max(...runs.map(({ decideMs }) => decideMs))
  }
  return {
    bench: 'rollout-look',
    figures,
    limits: { barMs: BAR_MS },
    ratios: { worstToBar: worst / BAR_MS },
    notes: worst < BAR_MS ? [] : [`a look took ${worst} ms: the timer looks every ${BAR_MS} ms`],
  }
}

async function looks(hosts: number): Promise<LookTimes[]> {
  const server = startRole('publish')
  try {
    await server.ask('addHosts', { hosts, classes: 200 })
    await server.ask('addSessions', { each: SESSIONS_A_HOST })
    await server.ask('publish', { program: 'before.exe' })
    await server.ask('everybodyHeard')
    const id = await server.ask<string>('openRollout')
    const runs: LookTimes[] = []
    for (let run = 0; run <= RUNS; run += 1) {
      await server.ask('everybodyHeard')
      const times = await server.ask<LookTimes>('look', { id, hosts })
      if (run > 0) runs.push(times)
    }
    return runs
  } finally {
    await server.stop()
  }
}

function sizesOf(text = SIZES.join(',')): number[] {
  const sizes = text.split(',').map(Number)
  if (sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 100_000)) return sizes
  throw new Error(
    `--hosts: ${JSON.stringify(text)}: give whole numbers from 1 to 100000, with commas between`,
  )
}
