/** Sessions on the real kernel: listed and unlisted programs, launched by the command that admins use. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, realpathSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import type { TestContext } from 'vitest'
import { BUILD_FILE, OBJECT_FILE, SLOW_OBJECT_FILE } from '~/agent/drivers/linux/filter/filter-object'
import { FilterPlace, instanceOf } from '~/agent/drivers/linux/filter/filter-place'
import { filterParts, probeFilter } from '~/agent/drivers/linux/filter/probe'
import { SessionFilter } from '~/agent/drivers/linux/filter/session-filter'
import { SHIM_FILES } from '~/agent/drivers/linux/shim/shim-library'
import type { PolicySettings } from '~/domain/policy-model'
import { bundled } from '~/tests/agent/support/build'
import { requirement } from '~/tests/support/requirement'

const SHIM = new URL('../../../agent/drivers/linux/shim/', import.meta.url).pathname
const FILTER = new URL('../../../agent/drivers/linux/filter/', import.meta.url).pathname
const PYTHON = '/usr/bin/python3'

let asked: Promise<string | null> | undefined

/** Null where this machine runs the kernel tests, else why not. */
function missing(): Promise<string | null> {
  asked ??= probeFilter().then(({ probe }) => {
    if (probe.driver !== 'bpf') return `${probe.reason}. ${probe.mend}`
    return existsSync(PYTHON) ? null : `${PYTHON} is missing: apt-get install python3`
  })
  return asked
}

/** Skips the test with the reason, or fails it where REQUIRE names bpf. */
export async function requireKernel(context: TestContext): Promise<void> {
  requirement(context, 'bpf', await missing())
}

export interface Outcome {
  code: number | null
  out: string
  err: string
}

/** A program that runs in the background, with its output by the line. */
export interface Running {
  child: ChildProcess
  line(): Promise<string>
  /** Ends the session as a logoff does. */
  end(): Promise<number | null>
}

/** Runs what it is told, a command as JSON to the line, and says what came of it. */
const RESIDENT = `
import json, subprocess, sys
for line in sys.stdin:
    done = subprocess.run(json.loads(line), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    print(json.dumps({"code": done.returncode, "out": done.stdout, "err": done.stderr}), flush=True)
`

export class Lab {
  /** Two programs alike to the byte, but for their names. */
  readonly listed: string
  readonly unlisted: string
  readonly state: string
  private readonly running = new Set<ChildProcess>()
  private readonly residents = new Map<number, { options: string; running: Running }>()

  private constructor(
    readonly directory: string,
    readonly agent: string,
  ) {
    this.state = join(directory, 'state')
    this.listed = this.program('crm')
    this.unlisted = this.program('other')
  }

  static async open(): Promise<Lab> {
    const directory = await mkdtemp(join(tmpdir(), 'vipfarm-kernel-'))
    // Session users must be able to reach their programs.
    chmodSync(directory, 0o755)
    const agent = await bundled('agent/main.ts', directory)
    for (const file of [OBJECT_FILE, SLOW_OBJECT_FILE, BUILD_FILE])
      copyFileSync(join(FILTER, file), join(dirname(agent), file))
    for (const file of SHIM_FILES) copyFileSync(join(SHIM, file), join(dirname(agent), file))
    return new Lab(directory, agent)
  }

  async close(): Promise<void> {
    for (const child of this.running) child.kill('SIGTERM')
    await Promise.all([...this.running].map((child) => child.exitCode ?? once(child, 'exit')))
    await rm(this.directory, { recursive: true, force: true })
  }

  get place(): FilterPlace {
    return new FilterPlace(instanceOf(this.state))
  }

  /** The filter of the lab's sessions, as the agent has it. */
  filter(): SessionFilter {
    const parts = filterParts()
    if ('code' in parts) throw new Error(parts.reason)
    return new SessionFilter(this.state, parts.bpftool, parts.object)
  }

  /** A copy of Python under a name of our own. */
  program(name: string): string {
    const path = join(this.directory, name)
    copyFileSync(realpathSync(PYTHON), path)
    chmodSync(path, 0o755)
    return path
  }

  policies(settings: PolicySettings, name = 'policies.json'): string {
    const path = join(this.directory, name)
    writeFileSync(path, JSON.stringify({ policies: [{ name: 'lab', priority: 1, settings }] }))
    return path
  }

  command(...args: string[]): ChildProcess {
    return this.spawn(process.execPath, this.agent, ...args)
  }

  /** Any program, with the lab's state directory. */
  spawn(program: string, ...args: string[]): ChildProcess {
    return this.begin('ignore', program, args)
  }

  /** The same, for a program that is told what to do on its standard input. */
  spawnTold(program: string, ...args: string[]): ChildProcess {
    return this.begin('pipe', program, args)
  }

  private begin(input: 'ignore' | 'pipe', program: string, args: string[]): ChildProcess {
    const child = spawn(program, args, {
      stdio: [input, 'pipe', 'pipe'],
      env: { ...process.env, VIPFARM_AGENT_STATE: this.state },
    })
    this.running.add(child)
    child.once('exit', () => this.running.delete(child))
    return child
  }

  session(id: number, options: string[], program: string[]): ChildProcess {
    return this.command(...sessionRun(id, options, program))
  }

  async run(id: number, options: string[], ...program: string[]): Promise<Outcome> {
    return outcome(this.session(id, options, program))
  }

  /**
   * Runs a program inside a session that stays open for the next one with the same options: most tests are about what
   * programs get, and a launch takes much longer than a program.
   */
  async inside(id: number, options: string[], ...program: string[]): Promise<Outcome> {
    const wanted = JSON.stringify(options)
    if (this.residents.get(id)?.options !== wanted) {
      await this.leave(id)
      const command = [this.agent, ...sessionRun(id, options, [PYTHON, '-c', RESIDENT])]
      this.residents.set(id, {
        options: wanted,
        running: background(this.spawnTold(process.execPath, ...command)),
      })
    }
    const running = this.residents.get(id)?.running
    running?.child.stdin?.write(`${JSON.stringify(program)}\n`)
    return JSON.parse((await running?.line()) ?? 'null') as Outcome
  }

  /** Ends the session that {@link inside} keeps, so that another can have its id. */
  async leave(id: number): Promise<void> {
    await this.residents.get(id)?.running.end()
    this.residents.delete(id)
  }

  start(id: number, options: string[], ...program: string[]): Running {
    return background(this.session(id, options, program))
  }
}

const sessionRun = (id: number, options: string[], program: string[]): string[] => [
  ...['session', 'run', '--session', String(id), '--user', 'ana', ...options, '--', ...program],
]

export async function outcome(child: ChildProcess): Promise<Outcome> {
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

export function background(child: ChildProcess): Running {
  const { stdout } = child
  if (!stdout) throw new Error('its output is not piped')
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const lines: Interface = createInterface(stdout)
  const iterator = lines[Symbol.asyncIterator]()
  return {
    child,
    async line() {
      const { value, done } = await iterator.next()
      if (done) throw new Error(`the program ended without a further line: ${said}`)
      return value
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill('SIGTERM')
      const [code] = await once(child, 'exit')
      return code
    },
  }
}

/** A port that nobody uses on any address just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
