/** Debian's `bpftool`: the one way into the kernel's BPF, so that an admin can repeat each step by hand. */

import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { SYSTEM_DIRECTORIES, SYSTEM_ENVIRONMENT } from './system-command'

const TIMEOUT_MS = 30_000
const LONGEST_OUTPUT = 256 * 1024 * 1024

export class BpftoolError extends Error {
  override readonly name = 'BpftoolError'
}

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
  constructor(private readonly path: string) {}

  /** What one command prints, read as JSON. @throws BpftoolError with what it said instead */
  async run(args: readonly string[]): Promise<unknown> {
    return read(await this.spawn(['-j', ...args], ''))
  }

  /**
   * Commands in one process, in their order; the first that fails ends it.
   * @returns the answers of each, in order
   * @throws BpftoolError
   */
  async batch(commands: readonly (readonly string[])[]): Promise<unknown[]> {
    if (commands.length === 0) return []
    const text = `${commands.map((command) => command.join(' ')).join('\n')}\n`
    const answers = read(await this.spawn(['-j', 'batch', 'file', '-'], text))
    if (!Array.isArray(answers)) throw new BpftoolError('bpftool batch gave no list of answers')
    for (const answer of answers as { command?: string[]; output?: unknown }[]) {
      const error = errorOf(answer.output)
      if (error) throw new BpftoolError(`bpftool ${answer.command?.slice(0, 6).join(' ')}: ${error}`)
    }
    if (answers.length < commands.length) throw new BpftoolError('bpftool stopped before the last command')
    return (answers as { output?: unknown }[]).map((answer) => answer.output)
  }

  private spawn(args: readonly string[], input: string): Promise<{ out: string; err: string; code: number }> {
    // Before 5.11 BPF memory counts as locked memory, of which a process may have little.
    const command = needsMemlock()
      ? ['/bin/sh', '-c', 'ulimit -l unlimited; exec "$0" "$@"', this.path]
      : [this.path]
    const [program = this.path, ...first] = command
    return new Promise((resolve, reject) => {
      const child = spawn(program, [...first, ...args], {
        stdio: ['pipe', 'pipe', 'pipe'],
        timeout: TIMEOUT_MS,
        killSignal: 'SIGKILL',
        env: SYSTEM_ENVIRONMENT,
      })
      let [out, err] = ['', '']
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text
        if (out.length > LONGEST_OUTPUT) child.kill('SIGKILL')
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err = (err + text).slice(-16_384)
      })
      child.on('error', (error) => reject(new BpftoolError(`${this.path}: ${error.message}`)))
      child.on('close', (code) => resolve({ out, err, code: code ?? 255 }))
      // It may end before it has read everything.
      child.stdin.on('error', () => undefined)
      child.stdin.end(input)
    })
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

function read({ out, err, code }: { out: string; err: string; code: number }): unknown {
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

function needsMemlock(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  return major < 5 || (major === 5 && minor < 11)
}
