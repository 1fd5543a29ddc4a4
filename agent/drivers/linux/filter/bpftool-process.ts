/** One process of `bpftool`: it waits for its commands on its standard input. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { release } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Beside } from './lock-process'
import { SYSTEM_ENVIRONMENT } from './system-command'

const TIMEOUT_MS = 30_000
const LONGEST_OUTPUT = 256 * 1024 * 1024
const LONGEST_COMPLAINT = 16_384

export class BpftoolError extends Error {
  override readonly name = 'BpftoolError'
}

export interface BpftoolOutput {
  out: string
  err: string
  /** Not known of one that was started beside a lock. */
  code: number | null
}

export class BpftoolProcess {
  private out = ''
  private err = ''
  private isOver = false
  private readonly ended: Promise<number | null>

  private constructor(
    private readonly ends: { stdin: Writable; stdout: Readable; stderr: Readable },
    private readonly kill: () => void,
    ended: Promise<number | null>,
  ) {
    ends.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.out += text
      if (this.out.length > LONGEST_OUTPUT) this.kill()
    })
    ends.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.err = (this.err + text).slice(-LONGEST_COMPLAINT)
    })
    // It may end before it has read everything.
    ends.stdin.on('error', () => undefined)
    this.ended = ended.finally(() => {
      this.isOver = true
    })
    // Told to whoever asks for what it said; nobody may.
    this.ended.catch(() => undefined)
  }

  static start(path: string, args: readonly string[]): BpftoolProcess {
    const [program = path, ...first] = needsMemlock() ? ['/bin/sh', '-c', UNLIMITED, path] : [path]
    const child = spawn(program, [...first, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      env: SYSTEM_ENVIRONMENT,
    })
    return new BpftoolProcess(child, () => child.kill('SIGKILL'), codeOf(child, path))
  }

  /** One that the process of a lock has started, by {@link besideCommand}. */
  static beside({ stdin, stdout, stderr }: Beside): BpftoolProcess {
    const kill = () => [stdin, stdout, stderr].map((end) => end.destroy())
    const timer = setTimeout(kill, TIMEOUT_MS)
    const ended = Promise.allSettled([stdout, stderr].map((end) => finished(end, { writable: false })))
    return new BpftoolProcess(
      { stdin, stdout, stderr },
      kill,
      ended.then(() => null).finally(() => clearTimeout(timer)),
    )
  }

  get isRunning(): boolean {
    return !this.isOver
  }

  /** @throws BpftoolError where it could not be started */
  async finish(input: string): Promise<BpftoolOutput> {
    this.ends.stdin.end(input)
    const code = await this.ended
    return { out: this.out, err: this.err, code }
  }

  dismiss(): void {
    this.ends.stdin.end()
  }
}

// Before 5.11 BPF memory counts as locked memory, of which a process may have little.
const UNLIMITED = 'ulimit -l unlimited; exec "$0" "$@"'

/** The same as a command of the shell. */
export function besideCommand(path: string, args: readonly string[]): string {
  const words = [path, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  return needsMemlock() ? `ulimit -l unlimited; exec ${words}` : `exec ${words}`
}

function codeOf(child: ChildProcessWithoutNullStreams, path: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new BpftoolError(`${path}: ${error.message}`)))
    child.on('close', (code) => resolve(code ?? 255))
  })
}

function needsMemlock(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  return major < 5 || (major === 5 && minor < 11)
}
