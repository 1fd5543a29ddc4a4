/** A publish that moves every host of a farm: from the call until it is committed and agents and screens are told. */

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { startRole } from './child'
import { type BenchResult, median } from './result'

const SIZES = [1_000, 10_000, 100_000]
const CLASSES = 200
const PUBLISHES = 5
const BAR_MS = 2_000
const BAR_HOSTS = 10_000

interface Publish {
  ms: number
  cpuMs: number
  databaseCpuMs: number
  changedHosts: number
}

export async function publish(options: Record<string, string>): Promise<BenchResult> {
  const sizes = sizesOf(options.hosts)
  const figures: Record<string, number> = { classes: CLASSES, publishes: PUBLISHES }
  const medians = new Map<number, number>()
  for (const hosts of sizes) {
    const runs = await publishes(hosts)
    const middle = median(runs.map(({ ms }) => ms))
    medians.set(hosts, middle)
    figures[`${hosts}HostsMedianMs`] = middle
    figures[`${hosts}HostsWorstMs`] = Math.max(...runs.map(({ ms }) => ms))
    figures[`${hosts}HostsServerCpuMs`] = median(runs.map(({ cpuMs }) => cpuMs))
    figures[`${hosts}HostsDatabaseCpuMs`] = median(runs.map(({ databaseCpuMs }) => databaseCpuMs))
  }
  const signature = signatureMs()
  const growth = sizes.slice(1).map((hosts, at) => {
    const before = sizes[at] ?? hosts
    return [`growth${before}To${hosts}`, (medians.get(hosts) ?? 0) / (medians.get(before) ?? 1)] as const
  })
  const barred = medians.get(BAR_HOSTS)
  return {
    bench: 'publish',
    figures,
    limits: { barMs: BAR_MS, [`${BAR_HOSTS}SignaturesOneCoreMs`]: signature * BAR_HOSTS },
    ratios: {
      ...(barred !== undefined && { toBar: barred / BAR_MS, toSignatures: barred / (signature * BAR_HOSTS) }),
      ...Object.fromEntries(growth),
    },
    notes:
      barred !== undefined && barred > BAR_MS
        ? [`a publish to ${BAR_HOSTS} hosts took ${barred} ms, which is over the bar of ${BAR_MS} ms`]
        : [],
  }
}

async function publishes(hosts: number): Promise<Publish[]> {
  const server = startRole('publish')
  try {
    await server.ask('addHosts', { hosts, classes: Math.min(CLASSES, hosts) })
    // The first gives every host its first ticket and warms up; the others move them all again.
    const runs: Publish[] = []
    for (let round = 0; round <= PUBLISHES; round += 1) {
      const run = await server.ask<Publish>('publish', { program: `program${round}.exe` })
      if (run.changedHosts !== hosts) throw new Error(`${run.changedHosts} of ${hosts} hosts were moved`)
      if (round > 0) runs.push(run)
    }
    return runs
  } finally {
    await server.stop()
  }
}

/** What one signature over as many bytes as a ticket has costs at least, on one core. */
function signatureMs(): number {
  const { privateKey } = generateKeyPairSync('ed25519')
  const text = randomBytes(250)
  const count = 2_000
  const began = performance.now()
  for (let at = 0; at < count; at += 1) sign(null, text, privateKey)
  return (performance.now() - began) / count
}

function sizesOf(text = SIZES.join(',')): number[] {
  const sizes = text.split(',').map(Number)
  if (sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 100_000)) return sizes
  throw new Error(
    `--hosts: ${JSON.stringify(text)}: give whole numbers from 1 to 100000, with commas between`,
  )
}
