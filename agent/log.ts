/** One JSON line per event on standard error: standard output belongs to commands that print results. */

export type Fields = Record<string, string | number | boolean | null | undefined>

export interface Log {
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  /** The same log with `fields` on each line. */
  with(fields: Fields): Log
}

export function jsonLog(write: (line: string) => void, now: () => number, base: Fields = {}): Log {
  const line = (level: string) => (message: string, fields?: Fields) =>
    write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...base, ...fields })}\n`)
  return {
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    with: (fields) => jsonLog(write, now, { ...base, ...fields }),
  }
}

export const silentLog: Log = { info() {}, warn() {}, error() {}, with: () => silentLog }

/** What to write of something that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
