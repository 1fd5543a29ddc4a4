import type { Writable } from 'node:stream'

/** What a command may touch: handed in, so that tests run commands in their own process. */
export interface CliIo {
  stdout(text: string): void
  stderr(text: string): void
  /** Where `stdout` writes to: for output that must not be held in memory. */
  output: Writable
  /** Everything on standard input, as text. */
  readStdin(): Promise<string>
  /** The bytes of a file. @throws as `node:fs` does. */
  readFile(path: string): Promise<Uint8Array>
  /** The same in pieces, for files that may be large. Without it the whole is read at once. */
  readChunks?(path: string): AsyncIterable<Uint8Array>
  /** Whether it can be read only once. */
  isPipe?(path: string): Promise<boolean>
  /** Files below a folder, in order, as paths that `readFile` takes; null when it is no folder. */
  listFolder(path: string): Promise<string[] | null>
  /** Makes a file or replaces it, whole. @throws as `node:fs` does. */
  writeFile(path: string, content: string | Uint8Array): Promise<void>
  env: Record<string, string | undefined>
}

/** Bad input or a job that failed: each line goes to stderr, and the command ends with exit code 1. */
export class CliError extends Error {
  constructor(readonly lines: string[]) {
    super(lines.join('\n'))
    this.name = 'CliError'
  }
}
