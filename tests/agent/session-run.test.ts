import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '~/agent/clock'
import { Connections } from '~/agent/control/http'
import { selectDriver } from '~/agent/drivers/select'
import { enrollHost } from '~/agent/enrolment/enroll'
import { HostAgent } from '~/agent/host-agent'
import { silentLog } from '~/agent/log'
import { diskStorage } from '~/agent/storage/disk'
import type { ReportedSession } from '~/protocol/report'
import { until } from '~/tests/support/until'
import { bundled, temporaryDirectory } from './support/build'
import { ScriptedControlPlane } from './support/control-plane'
import { loopbackFor } from './support/rig'

const onLinux = process.platform === 'linux'
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let agentFile: string
const started: ChildProcess[] = []

beforeAll(async () => {
  directory = await temporaryDirectory()
  agentFile = await bundled('agent/main.ts', directory.path)
})
afterEach(async () => {
  for (const child of started.splice(0))
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
})
afterAll(() => directory.remove())

function command(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [agentFile, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  return child
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; err: string; out: string }> {
  let [out, err] = ['', '']
  child.stdout?.on('data', (chunk) => {
    out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    err += chunk
  })
  const [code] = await once(child, 'close')
  return { code, out, err }
}

/** The letter of a process's state. */
const stateOf = async (pid: unknown) =>
  (await readFile(`/proc/${pid}/stat`, 'latin1')).replace(/^.*\) /s, '')[0] ?? ''

const session = (state: string, id: string, ...program: string[]) =>
  command('session', 'run', '--session', id, '--user', 'ana', '--state', state, '--', ...program)

/** Listens on 127.0.0.8 and connects to itself, then says so and waits. */
const LISTENER = `
  const net = require('node:net')
  const server = net.createServer().listen(0, '127.0.0.8', () => {
    const client = net.connect({ port: server.address().port, host: '127.0.0.8', localAddress: '127.0.0.8' })
    client.on('connect', () => console.log(server.address().port))
  })
  setTimeout(() => process.exit(), 60_000)`

describe.runIf(onLinux)('session run', () => {
  it('hands back the exit code, marks the environment, and leaves no record', async () => {
    const state = join(directory.path, 'plain')
    const done = await outcome(session(state, '7', 'sh', '-c', 'echo $VIPFARM_SESSION; exit 42'))
    expect(done).toMatchObject({ code: 42, out: '7\n' })
    expect(await readdir(join(state, 'sessions'))).toEqual([])
  })

  it('passes signals on to a process group of its own, and exits as a shell would', async () => {
    const state = join(directory.path, 'signals')
    const child = session(
      state,
      '7',
      'sh',
      '-c',
      'trap "echo bye; exit 9" TERM; echo ready; while :; do sleep 0.05; done',
    )
    if (!child.stdout) throw new Error('no output')
    const lines = createInterface(child.stdout)
    await once(lines, 'line')
    const done = outcome(child)
    child.kill('SIGTERM')
    expect(await done).toMatchObject({ code: 9 })
    const killed = await outcome(session(state, '8', 'sh', '-c', 'kill -KILL $$'))
    expect(killed.code).toBe(128 + 9)
  })

  it('stops and goes on with its program, as Ctrl-Z and fg have it', async () => {
    const child = session(join(directory.path, 'paused'), '7', 'sh', '-c', 'echo $$; exec sleep 60')
    if (!child.stdout) throw new Error('no output')
    const [program] = await once(createInterface(child.stdout), 'line')
    const states = () => Promise.all([child.pid, program].map(stateOf))
    child.kill('SIGTSTP')
    await until('both are stopped', async () => (await states()).join('') === 'TT')
    child.kill('SIGCONT')
    await until('both go on', async () => !(await states()).includes('T'))
    const done = outcome(child)
    child.kill('SIGTERM')
    expect(await done).toMatchObject({ code: 128 + 15 })
  })

  it.each([
    ['0', 'a session id on Linux is a whole number from 1 to 16,777,213'],
    ['16777214', 'a session id on Linux is a whole number from 1 to 16,777,213'],
    ['-1', '--session'],
    ['7.5', 'a session id on Linux'],
    ['seven', 'a session id on Linux'],
  ])('refuses session %s and says why', async (id, message) => {
    const done = await outcome(session(join(directory.path, 'bad'), id, 'true'))
    expect(done.code).toBe(2)
    expect(done.err).toContain(message)
  })

  it('refuses a user without a name, and a session without a program', async () => {
    const state = join(directory.path, 'bad')
    const nobody = await outcome(
      command('session', 'run', '--session', '7', '--user', '\n', '--state', state, '--', 'true'),
    )
    expect(nobody).toMatchObject({
      code: 2,
      err: expect.stringContaining('a user is named by 1 to 256 characters'),
    })
    const nothing = await outcome(session(state, '7'))
    expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('there is nothing to run') })
  })

  it('runs without an enrolled host, and says that nobody reports it', async () => {
    const state = join(directory.path, 'nobody')
    const { code, err } = await outcome(session(state, '7', process.execPath, '-e', ''))
    expect(code).toBe(0)
    expect(err).toContain(`${state} holds no enrolled host`)
  })

  it('says what cannot be started', async () => {
    const done = await outcome(session(join(directory.path, 'absent'), '7', '/no/such/program'))
    expect(done).toMatchObject({ code: 1, err: expect.stringContaining('/no/such/program') })
    expect(await readdir(join(directory.path, 'absent', 'sessions'))).toEqual([])
  })
})

describe.runIf(onLinux)('an agent on this machine', () => {
  const plane = new ScriptedControlPlane()
  const connections = new Connections()
  const state = () => join(directory.path, 'observed')
  let agent: HostAgent

  beforeAll(async () => {
    await plane.listen()
    const storage = await diskStorage(state())
    const driver = selectDriver({
      ...{ driver: 'linux', stateDirectory: state(), storage, clock: systemClock, seed: 1, name: 'here' },
      observeOnly: true,
    })
    const token = plane.token()
    const { identity } = await enrollHost({
      ...{ origin: plane.origin, token, driver, storage, connections, clock: systemClock },
    })
    agent = await HostAgent.open({
      ...{ identity, driver, storage, connections, clock: systemClock, random: Math.random, log: silentLog },
    })
    await agent.start()
    plane.publish(loopbackFor('node'), { nudge: true })
  })
  afterAll(async () => {
    await agent.stop()
    connections.close()
    await plane.close()
  })

  const seen = (id: number): ReportedSession | undefined =>
    plane.reports.flatMap((report) => report.opened).findLast((one) => one.id === id)

  it('tells what it is', () => {
    expect(plane.enrolments[0]?.facts.os.family).toBe('linux')
    expect(plane.enrolments[0]?.machineId).toMatch(/^[0-9a-f]{32}$/)
  })

  it('reports a launched session with its real sockets and addresses, predicted against observed, until it ends', async () => {
    const child = session(state(), '7', process.execPath, '-e', LISTENER)
    if (!child.stdout) throw new Error('no output')
    const [line] = await once(createInterface(child.stdout), 'line')
    const port = Number(line)
    const told = await until('the session with its sockets', () => {
      const one = seen(7)
      // Its two ends of one connection need not be seen by the same look.
      return one?.prediction.loopback && one.sockets.some(({ remote }) => remote?.port === port) ? one : null
    })
    expect(told).toMatchObject({ user: 'ana', protocol: 'launched' })
    expect(told.prediction).toEqual({ loopback: '127.0.0.8', reason: 'not-enforced', by: 'none' })
    expect(told.sockets).toContainEqual(
      expect.objectContaining({
        program: 'node',
        protocol: 'tcp',
        listening: true,
        local: { address: '127.0.0.8', port },
      }),
    )
    expect(told.allocations.map(({ kind, address, network }) => [kind, address, network])).toEqual([
      ['computed', '127.0.0.8', 'loopback'],
      ['observed', '127.0.0.8', 'loopback'],
    ])
    const taken = await outcome(session(state(), '7', 'true'))
    expect(taken).toMatchObject({
      code: 1,
      err: expect.stringMatching(/session 7 is already open: ana runs/),
    })
    child.kill('SIGTERM')
    await until('its end', () => plane.reports.some((report) => report.closed.some((one) => one.id === 7)))
    expect(await outcome(session(state(), '7', 'true'))).toMatchObject({ code: 0 })
  })

  it('keeps a session whose launcher was killed, and notices when its program dies without one', async () => {
    const child = session(state(), '9', process.execPath, '-e', LISTENER)
    if (!child.stdout) throw new Error('no output')
    await once(createInterface(child.stdout), 'line')
    await until('the session', () => seen(9))
    const record = JSON.parse(await readFile(join(state(), 'sessions', '9.json'), 'utf8'))
    child.kill('SIGKILL')
    await once(child, 'exit')
    const reports = plane.reports.length
    process.kill(record.pid, 'SIGKILL')
    await until('its end', () =>
      plane.reports.slice(reports).some((report) => report.closed.some((one) => one.id === 9)),
    )
    expect(await readdir(join(state(), 'sessions'))).toEqual([])
  })

  it('says of every setting that it only observes', async () => {
    const applied = await until('the applied state', () =>
      plane.reports.findLast((report) => report.applied?.generation === 1),
    )
    expect(applied.applied?.items.map(({ state: word, code }) => [word, code])).toEqual([
      ['not-applicable', 'observe-only'],
      ['not-applicable', 'observe-only'],
    ])
  })
})
