/** Idle check-ins through the real wire format, against a raw server that reads and answers as many bytes. */

import type { EnrollOutput } from '~/protocol/enroll'
import { AGENT_ROUTES } from '~/protocol/routes'
import { type Child, startRole } from './child'
import { type LoadResult, postRequest, runLoad } from './load'
import { type BenchResult, median, quantile } from './result'

const CONNECTIONS = 32
const HOSTS_PER_CONNECTION = 10
const RUNS = 5
const SECONDS = 4
const WARM_UP_SECONDS = 2
const BOOT = 'bench-boot-0001'
/** Below this the load, not the server, was measured. */
const LEAST_CORE = 0.9

interface Run extends LoadResult {
  /** Of one core, by the server's process. */
  core: number
}

export async function checkin(): Promise<BenchResult> {
  const plane = startRole('counted-control-plane')
  const raw = startRole('raw-server')
  try {
    const prepared = await prepare(plane)
    return await compare(plane, raw, prepared)
  } finally {
    await Promise.all([plane.stop(), raw.stop()])
  }
}

interface Prepared {
  port: number
  requests: Buffer[][]
  bodyBytes: number
}

/** Enrols hosts, lets each report once and take its ticket: from then on they are idle. */
async function prepare(plane: Child): Promise<Prepared> {
  const port = await plane.ask<number>('port')
  const token = await plane.ask<string>('token', { uses: CONNECTIONS * HOSTS_PER_CONNECTION })
  let bodyBytes = 0
  const connection = async (index: number) => {
    const requests: Buffer[] = []
    for (let host = 0; host < HOSTS_PER_CONNECTION; host += 1) {
      const { credential, body } = await idleHost(port, token, `BENCH-${index}-${host}`)
      bodyBytes = Math.max(bodyBytes, body.length)
      requests.push(postRequest(AGENT_ROUTES.checkIn, { authorization: `Bearer ${credential}` }, body))
    }
    return requests
  }
  const requests = await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => connection(index)))
  return { port, requests, bodyBytes }
}

async function idleHost(port: number, token: string, name: string) {
  const call = async <T>(path: string, input: object, credential?: string): Promise<T> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (credential) headers.authorization = `Bearer ${credential}`
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    const envelope = (await answer.json()) as { result: { data: T } }
    return envelope.result.data
  }
  const facts = { name, os: { family: 'windows', version: 'Windows Server 2022' } }
  const agent = { agentVersion: '0.1.0', driver: 'simulated', machineId: `machine-${name}` }
  const { credential } = await call<EnrollOutput>(AGENT_ROUTES.enroll, { v: 1, token, ...agent, facts })
  const empty = { full: true, at: new Date().toISOString(), opened: [], closed: [] }
  await call(AGENT_ROUTES.report, { v: 1, boot: BOOT, seq: 1, ...empty }, credential)
  const first = await call<{ signed: { ticket: { generation: number; hash: string } } }>(
    AGENT_ROUTES.checkIn,
    { v: 1, boot: BOOT, seq: 1 },
    credential,
  )
  const { generation, hash } = first.signed.ticket
  return { credential, body: JSON.stringify({ v: 1, boot: BOOT, seq: 1, generation, hash }) }
}

async function compare(
  plane: Child,
  raw: Child,
  { port, requests, bodyBytes }: Prepared,
): Promise<BenchResult> {
  const rawPort = await raw.ask<number>('port')
  const { bodyBytes: answerBytes } = await runLoad({ port, requests, seconds: WARM_UP_SECONDS })
  await raw.ask('answer', { bytes: answerBytes })
  await runLoad({ port: rawPort, requests, seconds: WARM_UP_SECONDS })
  const statementsBefore = await plane.ask<number>('statements')
  const ours: Run[] = []
  const limit: Run[] = []
  for (let run = 0; run < RUNS; run += 1) {
    limit.push(await measured(raw, rawPort, requests))
    ours.push(await measured(plane, port, requests))
  }
  const statements = (await plane.ask<number>('statements')) - statementsBefore
  const core = Math.min(...[...ours, ...limit].map((run) => run.core))
  const rate = (run: Run) => run.answers / run.seconds
  const p99 = (runs: Run[]) => median(runs.map(({ times }) => quantile(times, 0.99)))
  return {
    bench: 'checkin',
    figures: {
      checkinsPerSecond: median(ours.map(rate)),
      p50Ms: median(ours.map(({ times }) => quantile(times, 0.5))),
      p99Ms: p99(ours),
      coreShare: median(ours.map((run) => run.core)),
      requestBodyBytes: bodyBytes,
      answerBodyBytes: answerBytes,
      databaseStatements: statements,
      connections: CONNECTIONS,
    },
    limits: {
      rawRequestsPerSecond: median(limit.map(rate)),
      rawP99Ms: p99(limit),
      rawCoreShare: median(limit.map((run) => run.core)),
      bodyBytes: 200,
    },
    ratios: { checkin: median(ours.map(rate)) / median(limit.map(rate)) },
    notes:
      core < LEAST_CORE
        ? [`a server was driven to ${core.toFixed(2)} of a core only: run it on a quieter machine`]
        : [],
  }
}

async function measured(child: Child, port: number, requests: Buffer[][]): Promise<Run> {
  const before = await child.ask<number>('cpu')
  const result = await runLoad({ port, requests, seconds: SECONDS })
  const used = (await child.ask<number>('cpu')) - before
  return { ...result, core: used / result.seconds }
}
