/** An export over HTTP beside COPY itself, and what it does to the check-ins meanwhile. */

import { join } from 'node:path'
import { startRole } from './child'
import { postRequest, runLoad } from './load'
import { openPerson } from './person'
import { type BenchResult, median, quantile } from './result'

const BAR_RATIO = 0.5
const BAR_MIB = 150
const RUNS = 3
const IDLE_HOSTS = 8

export async function exportRows(options: Record<string, string>): Promise<BenchResult> {
  const rows = Number(options.rows ?? 1_000_000)
  const server = startRole('control-plane', options.data && join(options.data, `export-${rows}`))
  try {
    const port = await server.ask<number>('port')
    const admin = await server.ask<{ username: string; password: string }>('past', { rows, lists: false })
    const hosts = await server.ask<IdleHost[]>('hosts', {
      count: IDLE_HOSTS,
      reported: true,
    })
    const requests = hosts.map((host) => [checkIn(host)])
    const person = await openPerson(port, admin)
    const quiet = await runLoad({ port, requests, seconds: 2 })
    const rates: number[] = []
    const bares: number[] = []
    const peaks: number[] = []
    let meanwhile: number[] = []
    for (let run = 0; run <= RUNS; run += 1) {
      const took = await server.ask<number>('copy', { rows })
      await server.ask('watchMemory')
      const began = performance.now()
      const { lines } = await person.download('/api/export/allocations.csv')
      const seconds = (performance.now() - began) / 1000
      if (lines !== rows + 1) throw new Error(`${lines} lines for ${rows} rows`)
      const peak = await server.ask<number>('peakMemory')
      if (run === 0) continue
      rates.push(rows / seconds)
      bares.push(rows / took)
      peaks.push(peak)
    }
    const [beside] = await Promise.all([
      runLoad({ port, requests, seconds: 2 }),
      person.download('/api/export/allocations.csv'),
    ])
    meanwhile = beside.times
    person.close()
    const rate = median(rates)
    const bare = median(bares)
    return {
      bench: 'export',
      figures: {
        rows,
        rowsPerSecond: rate,
        peakMiB: median(peaks),
        checkInP99QuietMs: quantile(quiet.times, 0.99),
        checkInP99MeanwhileMs: quantile(meanwhile, 0.99),
        checkInsPerSecondMeanwhile: beside.answers / beside.seconds,
      },
      limits: { copyRowsPerSecond: bare, barRatio: BAR_RATIO, barMiB: BAR_MIB },
      ratios: { toCopy: rate / bare, memoryToBar: median(peaks) / BAR_MIB },
      notes: [
        'COPY: psql where there is one, else the same COPY read by Node, of the plain columns to nowhere',
      ],
    }
  } finally {
    await server.stop()
  }
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
