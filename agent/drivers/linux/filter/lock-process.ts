/** The process that takes a lock, with the commands that it starts. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { SYSTEM_ENVIRONMENT } from './system-command'

const GIVE_UP_AFTER_MS = 30_000

/** The ends of the command that was started beside. */
export interface Beside {
  stdin: Writable
  stdout: Readable
  stderr: Readable
}

/** `flock` (util-linux) locks the very opening of the file that it is handed as its descriptor 3, and ends; ours stays. */
export class LockProcess {
  private readonly child: ChildProcess
  /** Its code; null where it was killed. */
  private readonly ended: Promise<number | null>
  private said = ''

  constructor(fd: number, [program = '', ...args]: readonly string[], withPipes: boolean) {
    this.child = spawn(program, args, {
      env: SYSTEM_ENVIRONMENT,
      stdio: withPipes
        ? ['pipe', 'pipe', 'pipe', fd, 'pipe', 'pipe', 'pipe']
        : ['ignore', 'ignore', 'ignore', fd],
      timeout: GIVE_UP_AFTER_MS,
      killSignal: 'SIGKILL',
    })
    this.child.stderr?.on('data', (text) => {
      this.said += text
    })
    // Either may end before it has read everything.
    for (const end of this.child.stdio) end?.on('error', () => undefined)
    this.ended = this.endOf()
    // Told to whoever asks; nobody may.
    this.ended.catch(() => undefined)
  }

  get beside(): Beside {
    const [stdin, stdout, stderr] = (this.child.stdio as unknown[]).slice(4)
    return { stdin: stdin as Writable, stdout: stdout as Readable, stderr: stderr as Readable }
  }

  /** Waits for the lock. */
  async locked(path: string): Promise<void> {
    const { stdout } = this.child
    const code = this.ended.catch((cause) => {
      throw new Error(`cannot lock ${path}: flock does not run`, { cause })
    })
    const told = stdout ? [once(stdout, 'data').then(() => stdout.resume() && 0)] : []
    if ((await Promise.race([...told, code])) !== 0) throw new Error(`another process keeps ${path} locked`)
  }

  async finish(input: string): Promise<void> {
    this.child.stdin?.end(input)
    if ((await this.ended) !== 0) throw new Error(this.said.trim())
  }

  /** Ends whatever nobody used, by the end of its input. */
  dismiss(): void {
    this.child.stdin?.end()
    this.beside.stdin?.end()
  }

  /** When it has said everything. The event `close` would wait for the command beside as well. */
  private async endOf(): Promise<number | null> {
    const [code] = (await once(this.child, 'exit')) as [number | null]
    for (const end of [this.child.stdout, this.child.stderr])
      if (end) await finished(end, { writable: false }).catch(() => undefined)
    return code
  }
}
