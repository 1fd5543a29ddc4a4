/** Debian's `bpftool`: the one way into the kernel's BPF, so that an admin can repeat each step by hand. */

import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { BpftoolError, type BpftoolOutput, BpftoolProcess, besideCommand } from './bpftool-process'
import type { Beside } from './lock-process'
import { SYSTEM_DIRECTORIES } from './system-command'

/** Far from its end by the clock of its own, which it must not meet half-way through its commands. */
const READY_FOR_MS = 5_000
const BATCH = ['-j', 'batch', 'file', '-']

/** Its path, or null. Only places that root alone writes to: the agent runs it as root. */
export function findBpftool(directories: readonly string[] = SYSTEM_DIRECTORIES): string | null {
  for (const directory of directories) {
    const path = join(directory, 'bpftool')
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Elsewhere, then.
    }
  }
  return null
}

export class Bpftool {
  private ready: { process: BpftoolProcess; until: number } | null = null

  constructor(private readonly path: string) {}

  /** What one command prints, read as JSON. @throws BpftoolError with what it said instead */
  async run(args: readonly string[]): Promise<unknown> {
    return read(await this.start(['-j', ...args]).finish(''))
  }

  /**
   * Commands in one process, in their order; the first that fails ends it.
   * @returns the answers of each, in order
   * @throws BpftoolError
   */
  async batch(commands: readonly (readonly string[])[]): Promise<unknown[]> {
    if (commands.length === 0) return []
    const text = `${commands.map((command) => command.join(' ')).join('\n')}\n`
    const answers = read(await (this.takeReady() ?? this.start(BATCH)).finish(text))
    if (!Array.isArray(answers)) throw new BpftoolError('bpftool batch gave no list of answers')
    for (const answer of answers as { command?: string[]; output?: unknown }[]) {
      const error = errorOf(answer.output)
      if (error) throw new BpftoolError(`bpftool ${answer.command?.slice(0, 6).join(' ')}: ${error}`)
    }
    if (answers.length < commands.length) throw new BpftoolError('bpftool stopped before the last command')
    return (answers as { output?: unknown }[]).map((answer) => answer.output)
  }

  /** What the process of a lock may start beside, for the next batch. */
  get batchCommand(): string {
    return besideCommand(this.path, BATCH)
  }

  /** Takes it for the next batch. Until `then` nobody else does, and what nothing needed goes. */
  async withReady<T>(beside: Beside, then: () => Promise<T>): Promise<T> {
    const process = BpftoolProcess.beside(beside)
    this.ready ??= { process, until: performance.now() + READY_FOR_MS }
    try {
      return await then()
    } finally {
      if (this.ready?.process === process) this.ready = null
      process.dismiss()
    }
  }

  private takeReady(): BpftoolProcess | null {
    const { ready } = this
    if (ready === null || !ready.process.isRunning || performance.now() > ready.until) return null
    this.ready = null
    return ready.process
  }

  private start(args: readonly string[]): BpftoolProcess {
    return BpftoolProcess.start(this.path, args)
  }
}

/** Bytes as its command line takes them. */
export const hex = (bytes: Buffer): string[] => [
  'hex',
  ...bytes
    .toString('hex')
    .replace(/..(?!$)/g, '$& ')
    .split(' '),
]

/** Bytes as its JSON has them: `["0x07", ...]`. */
export function bytesOf(list: unknown): Buffer {
  if (!Array.isArray(list)) throw new BpftoolError('bpftool gave no bytes where bytes were asked for')
  return Buffer.from(list.map((one) => Number.parseInt(String(one), 16)))
}

function read({ out, err, code }: BpftoolOutput): unknown {
  let answer: unknown
  try {
    answer = out.trim() === '' ? null : JSON.parse(out)
  } catch {
    throw new BpftoolError(said(err) ?? `bpftool ended with ${code} and no JSON`)
  }
  const error = Array.isArray(answer) ? undefined : errorOf(answer)
  if (error) throw new BpftoolError([error, said(err)].filter(Boolean).join(': '))
  if (code !== 0 && !Array.isArray(answer)) throw new BpftoolError(said(err) ?? `bpftool ended with ${code}`)
  return answer
}

function errorOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined
  return String(answer.error)
}

/** The telling end of what it wrote: libbpf prints the verifier's whole log. */
function said(err: string): string | undefined {
  const lines = err.split('\n').filter((line) => line.trim() !== '')
  return lines.length === 0 ? undefined : lines.slice(-3).join('; ').slice(0, 500)
}
