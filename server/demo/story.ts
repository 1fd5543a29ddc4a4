import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { hostname } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type AgentProcesses, softphone } from '~/server/demo/agent-processes'
import type { DemoClient } from '~/server/demo/client'
import { addProgram, DRIFTING_HOST, FAULTY_HOST, GROUPS, HOSTS, layOutFarm } from '~/server/demo/farm'
import { milliseconds, table, tell } from '~/server/demo/narrate'

interface Stage {
  client: DemoClient
  agents: AgentProcesses
  url: string
}

const CONVERGE_WITHIN_MS = 60_000
/** An agent on a busy machine looks at sockets once a minute at the least. */
const OBSERVED_WITHIN_MS = 105_000
const NEW_PROGRAM = 'crmhelper.exe'
const SESSIONS = [
  { id: 7, user: 'ana' },
  { id: 8, user: 'ben' },
]

/**
 * Listens on the one port that it knows, as softphones do, and waits to be ended. Where nothing gives its session an
 * address of its own, the second one finds the port taken and wanders to another.
 */
const LISTENER = `
  const server = require('node:net').createServer((socket) => socket.end())
  server.once('error', () => server.listen(0, '127.0.0.1'))
  server.listen(Number(process.argv[1]), '127.0.0.1')`

/** Builds the farm, changes it, and tells what happened, measured. True when everything was as it should be. */
export async function tellStory({ client, agents, url }: Stage): Promise<boolean> {
  const { tokens, revision } = await layOutFarm(client)
  tell(`Revision ${revision} is published. ${HOSTS} simulated hosts and this machine enrol ...`)
  const started = performance.now()
  startFarm(agents, url, tokens)
  const onLinux = process.platform === 'linux'
  if (onLinux) await startThisMachine(agents, url, tokens.get(GROUPS[0].name) ?? '')
  const expected = HOSTS + (onLinux ? 1 : 0)
  const first = await untilConverged(client, agents, expected)
  if (onLinux) await startSessions(agents)
  const rows = [
    [
      `revision ${revision}: enrol and converge`,
      `${first.settled} of ${expected}`,
      first.generations,
      milliseconds(first.at - started),
    ],
  ]
  const change = await addProgram(client, NEW_PROGRAM)
  const second = await untilConverged(client, agents, expected)
  rows.push([
    `revision ${change.revision}: ${NEW_PROGRAM} added`,
    `${change.changedHosts} of ${expected}`,
    second.generations,
    milliseconds(second.at - change.since),
  ])
  tell('')
  tell(table(['what', 'hosts', 'generation', 'until the last had applied it'], rows))
  tell('')
  tell(`${FAULTY_HOST} fails one item on purpose, and ${DRIFTING_HOST} loses a list entry every two minutes.`)
  if (!onLinux) tell(`This machine runs ${process.platform}: only Linux hosts are observed for real so far.`)
  const sessions = onLinux
    ? await Promise.all(SESSIONS.map(({ id }) => sessionOnThisMachine(client, id)))
    : []
  for (const line of sessions) if (line !== null) tell(line)
  return first.settled === expected && second.settled === expected && !sessions.includes(null)
}

function startFarm(agents: AgentProcesses, url: string, tokens: Map<string, string>): void {
  const groups = GROUPS.map(({ name, prefix, hosts }) => `${prefix}:${hosts}:${tokens.get(name)}`).join(',')
  const state = join(agents.directory, 'simulated')
  agents.start('simulated', [
    'simulate',
    '--server',
    url,
    '--groups',
    groups,
    '--sessions',
    '4',
    '--minutes',
    '5',
    '--seed',
    '7',
    '--fault',
    `${FAULTY_HOST}:fails-item:VirtualIpFallback`,
    '--fault',
    `${DRIFTING_HOST}:drifts:VirtualLoopbackPrograms`,
    '--state',
    state,
  ])
}

async function startThisMachine(agents: AgentProcesses, url: string, token: string): Promise<void> {
  const state = join(agents.directory, 'this-machine')
  await agents.finish(['enroll', '--server', url, '--state', state, '--name', thisHost()], {
    VIPFARM_ENROLMENT_TOKEN: token,
  })
  agents.start('this-machine', ['run', '--state', state])
}

/** One program, one port, two sessions: begun when the lists have reached this machine. */
async function startSessions(agents: AgentProcesses): Promise<void> {
  const state = join(agents.directory, 'this-machine')
  const program = [softphone(agents.directory), '-e', LISTENER, String(await freePort())]
  for (const { id, user } of SESSIONS) {
    const options = ['--session', String(id), '--user', user, '--state', state]
    agents.start(`session-${id}`, ['session', 'run', ...options, '--', ...program])
  }
}

/** What to type to see a session begin. @param directory the one of the demo's agents */
export function sessionCommand(directory: string): string {
  const state = relative(process.cwd(), join(directory, 'this-machine'))
  const program = 'python3 -m http.server 0 --bind 127.0.0.1'
  return `npm run -s vipfarm-agent -- session run --session 9 --user luis --state ${state} -- ${program}`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A host name as the protocol allows it. */
const thisHost = () =>
  hostname()
    .replace(/[^A-Za-z0-9.-]/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '') || 'this-machine'

/** One host is made to fail an item: it is where it can be when it has said so. */
const isSettled = (name: string, state: string) => state === (name === FAULTY_HOST ? 'partial' : 'converged')

/** Asks until every host has proved that it runs what it should, or time is up. */
async function untilConverged(client: DemoClient, agents: AgentProcesses, expected: number) {
  const deadline = performance.now() + CONVERGE_WITHIN_MS
  for (;;) {
    const { rows } = await client.hosts.list.query({ limit: 200 })
    const at = performance.now()
    const settled = rows.filter((row) => isSettled(row.name, row.convergence.state)).length
    const numbers = rows.map(({ appliedGeneration }) => appliedGeneration)
    const generations = [...new Set(numbers)].sort((a, b) => a - b).join(', ')
    if (settled === expected) return { settled, generations, at }
    const fallen = agents.fallen()
    if (at > deadline || fallen.length > 0) {
      const left = rows.filter((row) => !isSettled(row.name, row.convergence.state)).slice(0, 5)
      tell(
        `Not converged: ${left.map(({ name, convergence }) => `${name} ${convergence.state}`).join(', ') || 'hosts are missing'}`,
      )
      for (const line of fallen) tell(line)
      tell(agents.lastWords('simulated'))
      return { settled, generations, at }
    }
    await pause(20)
  }
}

/** What the control plane knows of a session on this machine. */
async function sessionOnThisMachine(client: DemoClient, session: number): Promise<string | null> {
  const deadline = performance.now() + OBSERVED_WITHIN_MS
  for (;;) {
    const { rows } = await client.sessions.list.query({ q: thisHost(), state: 'open', limit: 200 })
    const row = rows.find(
      ({ number, host, observed }) => number === session && host === thisHost() && observed.length > 0,
    )
    if (row) {
      const seen = row.observed
        .map(({ address, program }) => `${address}${program ? ` (${program})` : ''}`)
        .join(', ')
      const { predicted } = row
      return `This machine, session ${session} of ${row.user}: predicted ${predicted.address ?? 'none'}${predicted.reason ? ` (${predicted.reason})` : ''}, observed ${seen}.`
    }
    if (performance.now() > deadline) return null
    await pause(100)
  }
}
