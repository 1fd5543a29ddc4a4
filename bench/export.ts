/** An export over HTTP beside COPY itself, and what it does to the check-ins meanwhile. */

import { join } from 'node:path'
import { startRole } from './child'
import { type Load, type LoadResult, postRequest, runLoad } from './load'
import { type BenchResult, median, quantile } from './result'

const BAR_RATIO = 0.5
const BAR_MIB = 150
const RUNS = 3
const IDLE_HOSTS = 8
/** With the answers between, some 700 check-ins a second: what 20,000 hosts send at the usual poll of 30 seconds. */
const CHECK_IN_PAUSE_MS = 10
/** No work takes longer. */
const WORK_SECONDS = 600

export async function exportRows(options: Record<string, string>): Promise<BenchResult> {
  const rows = Number(options.rows ?? 1_000_000)
  const server = startRole('control-plane', options.data && join(options.data, `export-${rows}`))
  const reader = startRole('reader')
  const download = () => reader.ask<{ lines: number }>('download', { path: '/api/export/allocations.csv' })
  try {
    const port = await server.ask<number>('port')
    const admin = await server.ask<{ username: string; password: string }>('past', { rows, lists: false })
    const hosts = await server.ask<IdleHost[]>('hosts', {
      count: IDLE_HOSTS,
      reported: true,
    })
    const requests = hosts.map((host) => [checkIn(host)])
    await reader.ask('signIn', { port, user: admin })
    const checkIns = { port, requests, pauseMs: CHECK_IN_PAUSE_MS }
    await runLoad({ ...checkIns, seconds: 2 })
    const quiet = await runLoad({ ...checkIns, seconds: 5 })
    const rates: number[] = []
    const bares: number[] = []
    const peaks: number[] = []
    const added: number[] = []
    for (let run = 0; run <= RUNS; run += 1) {
      const took = await server.ask<number>('copy', { rows })
      const rest = await server.ask<number>('watchMemory')
      const began = performance.now()
      const { lines } = await download()
      const seconds = (performance.now() - began) / 1000
      if (lines !== rows + 1) throw new Error(`${lines} lines for ${rows} rows`)
      const peak = await server.ask<number>('peakMemory')
      if (run === 0) continue
      rates.push(rows / seconds)
      bares.push(rows / took)
      peaks.push(peak)
      added.push(peak - rest)
    }
    const meanwhile = await beside(checkIns, download)
    const rate = median(rates)
    const bare = median(bares)
    return {
      bench: 'export',
      figures: {
        rows,
        rowsPerSecond: rate,
        peakMiB: median(peaks),
        addedMiB: Math.max(...added),
        checkInP99QuietMs: quantile(quiet.times, 0.99),
        checkInP99MeanwhileMs: quantile(meanwhile.times, 0.99),
        checkInP50QuietMs: quantile(quiet.times, 0.5),
        checkInP50MeanwhileMs: quantile(meanwhile.times, 0.5),
        checkInsPerSecondQuiet: quiet.answers / quiet.seconds,
        checkInsPerSecondMeanwhile: meanwhile.answers / meanwhile.seconds,
      },
      limits: { copyRowsPerSecond: bare, barRatio: BAR_RATIO, barMiB: BAR_MIB },
      ratios: { toCopy: rate / bare, memoryToBar: Math.max(...added) / BAR_MIB },
      notes: [
        'COPY: psql, of the plain columns to nowhere',
        'memory: peak of the whole server process by the kernel, and the most that an export added to what it held before',
      ],
    }
  } finally {
    await reader.stop()
    await server.stop()
  }
}

/** Check-ins for as long as the work takes, over the connections that they began with, as agents keep theirs. */
async function beside(load: Omit<Load, 'seconds'>, work: () => Promise<unknown>): Promise<LoadResult> {
  let over = false
  const done = work().finally(() => {
    over = true
  })
  const all = await runLoad({ ...load, seconds: WORK_SECONDS, isOver: () => over })
  await done
  return all
}

interface IdleHost {
  credential: string
  generation: number
  hash: string
}

function checkIn({ credential, generation, hash }: IdleHost): Buffer {
  const body = JSON.stringify({ v: 1, boot: 'bench-boot', seq: 1, generation, hash })
  return postRequest('/api/agent/checkIn', { authorization: `Bearer ${credential}` }, body)
}
