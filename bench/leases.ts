/** Leases of a pool at a logon storm: 64 clients, each a host, each lease a new session, every answer durable. */

import { type Child, startRole } from './child'
import { postRequest, runLoad } from './load'
import { type BenchResult, median, quantile } from './result'

const CLIENTS = 64
/** So that no request is sent twice: an answer that repeats a lease costs less. */
const SESSIONS_EACH = 800
/** Before anything counts: code that was compiled, statements that were planned. */
const WARM_EACH = 200
const SECONDS = 4
const BAR = 4_000

export async function leases(options: Record<string, string>): Promise<BenchResult> {
  const runs: Run[] = []
  const count = Number(options.runs ?? 3)
  // A pool is used up by a run: each has its own server and database.
  for (let run = 0; run < count; run += 1) runs.push(await once())
  const of = (pick: (run: Run) => number) => median(runs.map(pick))
  const perSecond = of((run) => run.perSecond)
  return {
    bench: 'leases',
    figures: { leasesPerSecond: perSecond, p50Ms: of((run) => run.p50), p99Ms: of((run) => run.p99) },
    limits: { barPerSecond: BAR, barePerSecond: of((run) => run.bare) },
    ratios: { toBar: perSecond / BAR, toBare: of((run) => run.perSecond / run.bare) },
    notes: [
      'every answer was a new lease, and the database holds as many distinct addresses as there were answers',
      'bare: the same rows into the same tables by unnest, 64 at a time, over one connection',
    ],
  }
}

interface Run {
  perSecond: number
  p50: number
  p99: number
  bare: number
}

async function once(): Promise<Run> {
  const server = startRole('control-plane')
  try {
    const port = await server.ask<number>('port')
    const hosts = await server.ask<{ id: string; credential: string }[]>('hosts', { count: CLIENTS })
    await server.ask('pool', { network: '10.60.0.0/16' })
    const requestsFrom = (first: number, count: number) =>
      hosts.map(({ credential }, client) =>
        Array.from({ length: count }, (_, at) => leaseRequest(credential, client, first + at)),
      )
    const warm = await runLoad({ port, requests: requestsFrom(1, WARM_EACH), seconds: 60, once: true })
    const requests = requestsFrom(WARM_EACH + 1, SESSIONS_EACH)
    const { answers, seconds, times } = await runLoad({ port, requests, seconds: SECONDS })
    await check(server, warm.answers + answers)
    const bare = await server.ask<number>('bareLeases', { perBatch: CLIENTS, batches: 200 })
    return { perSecond: answers / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), bare }
  } finally {
    await server.stop()
  }
}

function leaseRequest(credential: string, client: number, id: number): Buffer {
  const session = { id, logonAt: '2026-11-22T11:00:00.000Z' }
  const body = { v: 1, boot: 'bench-boot', session, user: `user${client}-${id % 50}`, pool: 'Bench' }
  return postRequest('/api/agent/lease', { authorization: `Bearer ${credential}` }, JSON.stringify(body))
}

async function check(server: Child, answers: number): Promise<void> {
  const [row] = await server.ask<{ held: number; distinct: number }[]>('sql', {
    text: `SELECT count(*)::int AS held, count(DISTINCT address)::int AS distinct FROM allocation_open
           WHERE kind = 'granted'`,
  })
  if (row?.held !== answers || row.distinct !== answers) {
    throw new Error(`${answers} leases were answered, ${row?.held} stand, ${row?.distinct} of them distinct`)
  }
}
