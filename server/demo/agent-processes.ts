import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, copyFileSync, linkSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '~/server/project-root'

const AGENT = join(projectRoot(), 'dist/agent/main.mjs')
const END_WITHIN_MS = 4_000

/** The agents of the demo: separate processes, as on real hosts. What they say goes to files beside their state. */
export class AgentProcesses {
  private readonly children: ChildProcess[] = []

  constructor(readonly directory: string) {}

  /** Runs the agent's command on and on. */
  start(name: string, args: readonly string[], env: Record<string, string> = {}): void {
    const log = openSync(join(this.directory, `${name}.log`), 'a', 0o600)
    const child = spawn(process.execPath, [AGENT, ...args], {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
    })
    closeSync(log)
    child.on('error', () => {})
    this.children.push(child)
  }

  /** Runs the agent's command to its end. @throws Error with what it said when it fails. */
  async finish(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
    const child = spawn(process.execPath, [AGENT, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        said += part
      })
    }
    const code = await new Promise((resolve) => child.once('close', resolve))
    if (code !== 0) throw new Error(`vipfarm-agent ${args[0]} failed: ${said.trim()}`)
  }

  /** Names the ones that ended by themselves, with their last words. */
  fallen(): string[] {
    return this.children
      .filter(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null)
      .map(
        (child) => `${child.spawnargs.slice(2, 4).join(' ')} ended (${child.exitCode ?? child.signalCode})`,
      )
  }

  lastWords(name: string): string {
    return readFileSync(join(this.directory, `${name}.log`), 'utf8').slice(-2_000)
  }

  async stop(): Promise<void> {
    const running = this.children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    )
    const ended = running.map((child) => new Promise((resolve) => child.once('close', resolve)))
    for (const child of running) child.kill('SIGTERM')
    const impatience = setTimeout(() => {
      for (const child of running) child.kill('SIGKILL')
    }, END_WITHIN_MS)
    await Promise.all(ended)
    clearTimeout(impatience)
  }
}

/**
 * A program of its own name for the session on this machine: Node itself under another name, by a hard link or a copy.
 * Where that does not run, Node under its own.
 */
export function softphone(directory: string): string {
  const path = join(directory, 'softphone')
  try {
    linkSync(process.execPath, path)
  } catch {
    copyFileSync(process.execPath, path)
  }
  return spawnSync(path, ['--version'], { timeout: 10_000 }).status === 0 ? path : process.execPath
}
