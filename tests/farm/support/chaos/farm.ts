/** The processes of a farm on a temporary directory: each may be killed at any moment, and is started again. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { startEmbedded } from '~/server/database/embedded/start-embedded'
import { projectRoot } from '~/server/project-root'
import { DataDirectory } from '~/tests/support/spawned-server'
import { until } from '~/tests/support/until'
import { readStored, type Stored, violations } from './invariants'
import { sessionsOf, type TrueSession, TruthLog } from './truth'

const DEADLINE_MS = 180_000
const LOOK_EVERY_MS = 200

export interface ChaosBundles {
  server: string
  agent: string
}

export class ChaosFarm {
  readonly data = new DataDirectory()
  private server: ChildProcess | null = null
  private readonly agents = new Map<string, ChildProcess>()
  private port = 0
  private token = ''
  /** What the processes complained of, the newest last. */
  private said = ''

  constructor(
    private readonly bundles: ChaosBundles,
    private readonly directory: string,
    private readonly seed: number,
    readonly hosts: readonly string[],
  ) {}

  async start(): Promise<void> {
    this.port = await freePort()
    await this.startServer(this.hosts.length)
    await Promise.all(this.hosts.map((name) => this.startAgent(name)))
  }

  async startServer(hosts = 0): Promise<void> {
    const { DATABASE_URL: _, ...kept } = process.env
    const env = { ...kept, PORT: String(this.port), VIPFARM_DATA: this.data.path, LOG_LEVEL: 'error' }
    this.server = this.spawned(this.bundles.server, [String(hosts)], env)
    const line = await firstLine(this.server, () => this.said)
    const { token } = JSON.parse(line) as { token: string | null }
    this.token = token ?? this.token
  }

  async startAgent(name: string): Promise<void> {
    const state = join(this.directory, name)
    mkdirSync(state, { recursive: true, mode: 0o700 })
    const origin = `http://127.0.0.1:${this.port}`
    const args = [state, name, String(this.hosts.indexOf(name)), String(this.seed), origin, this.token]
    const child = this.spawned(this.bundles.agent, args, process.env)
    this.agents.set(name, child)
    await firstLine(child, () => this.said)
  }

  private spawned(file: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: projectRoot(),
      stdio: ['pipe', 'pipe', 'pipe'],
      env,
    })
    // What is told to one that was killed is told to nobody.
    child.stdin?.on('error', () => {})
    child.stderr?.on('data', (part) => {
      this.said = `${this.said}${part}`.slice(-20_000)
    })
    return child
  }

  async killServer(): Promise<void> {
    await killed(this.server)
  }

  async killAgent(name: string): Promise<void> {
    await killed(this.agents.get(name) ?? null)
  }

  /** The server starts it again by itself. */
  async killPostgres(): Promise<void> {
    const pid = this.data.postgresPid()
    if (pid !== null) process.kill(pid, 'SIGKILL')
    await until('PostgreSQL to be started again', () => (this.data.postgresPid() ?? pid) !== pid, DEADLINE_MS)
  }

  /** People come and go again on every host. */
  stir(): void {
    for (const child of this.agents.values()) child.stdin?.write('\n')
  }

  /** From now on nobody comes or goes. */
  quieten(): void {
    for (const child of this.agents.values()) child.stdin?.end()
  }

  truth(): Map<string, TrueSession[]> {
    return new Map(
      this.hosts.map((name) => {
        const log = new TruthLog(join(this.directory, name, 'truth.jsonl'))
        return [name, sessionsOf(log.read())]
      }),
    )
  }

  /** What is wrong once the farm had time to come to rest; nothing where all is well. */
  async settle(): Promise<string[]> {
    const database = await startEmbedded({ dataDirectory: this.data.path, database: 'vipfarm', borrow: true })
    let wrong: string[] = []
    await until(
      'the farm to come to rest',
      async () => {
        await pause(LOOK_EVERY_MS)
        const stored: Stored = await readStored(database.url)
        wrong = violations(stored, this.truth())
        this.trace(
          `${stored.sessions.length} sessions, ${wrong.length} wrong: ${wrong.slice(0, 3).join('; ')}`,
        )
        return wrong.length === 0
      },
      DEADLINE_MS,
    ).catch(() => undefined)
    return wrong
  }

  /** For whoever looks for the reason of a failure: CHAOS_TRACE=1. */
  trace(text: string): void {
    if (process.env.CHAOS_TRACE) process.stderr.write(`${new Date().toISOString()} ${text}\n`)
  }

  get lastWords(): string {
    return this.said
  }

  async stop(): Promise<void> {
    await Promise.all([...this.agents.values(), this.server].map(killed))
    await this.data.remove()
  }
}

async function killed(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function firstLine(child: ChildProcess, said: () => string): Promise<string> {
  const { stdout } = child
  if (!stdout) throw new Error('no output')
  return new Promise((resolve, reject) => {
    const lines = createInterface(stdout)
    lines.once('line', resolve)
    child.once('exit', (code, signal) => reject(new Error(`it ended (${code ?? signal}): ${said()}`)))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
