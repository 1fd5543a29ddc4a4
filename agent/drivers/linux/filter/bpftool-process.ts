/** One process of `bpftool`: it waits for its commands on its standard input. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { release } from 'node:os'
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
  code: number
}

export class BpftoolProcess {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly ended: Promise<BpftoolOutput>

  constructor(path: string, args: readonly string[]) {
    // Before 5.11 BPF memory counts as locked memory, of which a process may have little.
    const command = needsMemlock() ? ['/bin/sh', '-c', 'ulimit -l unlimited; exec "$0" "$@"', path] : [path]
    const [program = path, ...first] = command
    this.child = spawn(program, [...first, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      env: SYSTEM_ENVIRONMENT,
    })
    this.ended = this.outputOf(path)
    // Told to whoever asks for what it said; nobody may.
    this.ended.catch(() => undefined)
  }

  get isRunning(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null
  }

  /** @throws BpftoolError where it could not be started */
  async finish(input: string): Promise<BpftoolOutput> {
    this.child.stdin.end(input)
    return this.ended
  }

  dismiss(): void {
    this.child.stdin.end()
  }

  private outputOf(path: string): Promise<BpftoolOutput> {
    const { child } = this
    return new Promise((resolve, reject) => {
      let [out, err] = ['', '']
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text
        if (out.length > LONGEST_OUTPUT) child.kill('SIGKILL')
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err = (err + text).slice(-LONGEST_COMPLAINT)
      })
      child.on('error', (error) => reject(new BpftoolError(`${path}: ${error.message}`)))
      child.on('close', (code) => resolve({ out, err, code: code ?? 255 }))
      // It may end before it has read everything.
      child.stdin.on('error', () => undefined)
    })
  }
}

function needsMemlock(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  return major < 5 || (major === 5 && minor < 11)
}
