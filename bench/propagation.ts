/** From a publish to the last agent that has verified and applied it, beside a bare fan-out to as many streams. */

import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startRole } from './child'
import { type BenchResult, median, quantile } from './result'

const PUBLISHES = 20
const PROCESSES = 2
const PATIENCE_MS = 30_000
const BAR_MS = 2_000

export async function propagation(options: Record<string, string>): Promise<BenchResult> {
  const agents = agentsOf(options.agents)
  const { times, serverCpu, agentCpu } = await publishTimes(agents)
  const fanout = await fanoutTimes(agents)
  const whole = times.map(({ total }) => total)
  const worst = Math.max(...whole)
  return {
    bench: 'propagation',
    figures: {
      agents,
      publishes: whole.length,
      medianMs: median(whole),
      p95Ms: quantile(whole, 0.95),
      worstMs: worst,
      medianPublishMs: median(times.map(({ publish }) => publish)),
      serverCpuMs: (serverCpu * 1000) / PUBLISHES,
      agentsCpuMs: (agentCpu * 1000) / PUBLISHES,
    },
    limits: { barMs: BAR_MS, fanoutMedianMs: median(fanout), fanoutWorstMs: Math.max(...fanout) },
    ratios: { propagation: median(whole) / median(fanout), worstToBar: worst / BAR_MS },
    notes: worst < BAR_MS ? [] : [`a publish took ${worst} ms, which is over the bar of ${BAR_MS} ms`],
  }
}

function agentsOf(text = '1000'): number {
  const agents = Number(text)
  if (Number.isInteger(agents) && agents >= PROCESSES && agents <= 1_000) return agents
  throw new Error(`--agents: ${JSON.stringify(text)}: give a whole number from ${PROCESSES} to 1000`)
}

interface PublishTimes {
  times: { total: number; publish: number }[]
  /** Seconds, over all publishes. */
  serverCpu: number
  agentCpu: number
}

async function publishTimes(agents: number): Promise<PublishTimes> {
  const plane = startRole('control-plane')
  const hosts = Array.from({ length: PROCESSES }, () => startRole('agents'))
  try {
    const origin = `http://127.0.0.1:${await plane.ask<number>('port')}`
    const token = await plane.ask<string>('token', { uses: agents })
    const last = lastOf(hosts, 'applied', 'revision')
    await Promise.all(
      hosts.map((child, at) =>
        child.ask('start', { origin, token, hosts: share(agents, at), prefix: `P${at}-` }),
      ),
    )
    await settled(plane)
    const before = await cpuOf(plane, hosts)
    const times: { total: number; publish: number }[] = []
    for (let round = 1; round <= PUBLISHES; round += 1) {
      await settled(plane)
      const done = last(round)
      const { at, committedAt } = await plane.ask<{ at: number; committedAt: number }>('publish', {
        program: `program${round}.exe`,
      })
      times.push({ total: (await done) - at, publish: committedAt - at })
    }
    await settled(plane)
    const after = await cpuOf(plane, hosts)
    return { times, serverCpu: after.server - before.server, agentCpu: after.agents - before.agents }
  } finally {
    await Promise.all(hosts.map((child) => child.stop()))
    await plane.stop()
  }
}

async function cpuOf(plane: Child, hosts: readonly Child[]): Promise<{ server: number; agents: number }> {
  const [server = 0, ...agents] = await Promise.all(
    [plane, ...hosts].map((child) => child.ask<number>('cpu')),
  )
  return { server, agents: agents.reduce((sum, part) => sum + part, 0) }
}

async function fanoutTimes(streams: number): Promise<number[]> {
  const server = startRole('fanout-server')
  const clients = Array.from({ length: PROCESSES }, () => startRole('fanout-clients'))
  try {
    const port = await server.ask<number>('port')
    const last = lastOf(clients, 'seen', 'round')
    await Promise.all(clients.map((child, at) => child.ask('start', { port, streams: share(streams, at) })))
    const times: number[] = []
    for (let round = 1; round <= PUBLISHES; round += 1) {
      const done = last(round)
      const at = await server.ask<number>('send', { round })
      times.push((await done) - at)
    }
    return times
  } finally {
    await Promise.all([...clients, server].map((child) => child.stop()))
  }
}

/** Each publish meets a farm that has reported the one before: nobody publishes twenty times in a second. */
async function settled(plane: Child): Promise<void> {
  const deadline = performance.now() + 2 * PATIENCE_MS
  while ((await plane.ask<number>('behind')) > 0) {
    if (performance.now() > deadline) throw new Error('the farm did not settle before a publish')
    await pause(100)
  }
}

const share = (all: number, at: number) => Math.floor((all + at) / PROCESSES)

/** When the last of the processes says that it is through with a round, by their clocks: they run on one machine. */
function lastOf(children: readonly Child[], event: string, key: string): (round: number) => Promise<number> {
  const ends = new Map<number, number[]>()
  const waiting = new Map<number, (at: number) => void>()
  for (const child of children) {
    child.onEvent((name, value) => {
      if (name !== event) return
      const { [key]: round = 0, at = 0 } = value as Record<string, number>
      const known = [...(ends.get(round) ?? []), at]
      ends.set(round, known)
      if (known.length === children.length) waiting.get(round)?.(Math.max(...known))
    })
  }
  return (round) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`round ${round} was not through after ${PATIENCE_MS} ms`)),
        PATIENCE_MS,
      )
      waiting.set(round, (at) => {
        clearTimeout(late)
        resolve(at)
      })
    })
}
