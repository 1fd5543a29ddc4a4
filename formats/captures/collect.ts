/** A whole small capture in memory: for uploads within bounds, tests and the command line. */

import type { CaptureRow, CaptureSink, NamedProcess, NamedSession } from './model'
import { type CaptureFacts, CaptureFile } from './read-capture'

export interface SkippedLine {
  line: number
  reason: string
}

export interface Capture extends CaptureFacts {
  rows: CaptureRow[]
  /** In order of lines. A rejected line's reason begins with `rejected: `. */
  skipped: SkippedLine[]
  notes: string[]
  processes: (NamedProcess & { line: number })[]
  sessions: (NamedSession & { line: number })[]
}

/** How the reason of a rejected line begins. */
export const REJECTED = 'rejected: '

/** Lines that are told one by one; of more, only the number is kept. */
export const MAX_SKIPPED = 100_000

/** A list of skipped lines in order, in bounded memory. */
export class SkippedLines {
  private readonly lines: SkippedLine[] = []
  private sorted = true
  private left = 0
  private leftRejected = 0

  add(line: number, reason: string, rejected: boolean): void {
    if (this.lines.length >= MAX_SKIPPED) {
      this.left++
      if (rejected) this.leftRejected++
      return
    }
    const last = this.lines.at(-1)
    if (last && last.line > line) this.sorted = false
    this.lines.push({ line, reason: rejected ? REJECTED + reason : reason })
  }

  list(): SkippedLine[] {
    if (!this.sorted) this.lines.sort((one, other) => one.line - other.line)
    this.sorted = true
    return this.lines
  }

  /** Whether every one is in the list. */
  get isWhole(): boolean {
    return this.left === 0
  }

  /** What was not told one by one. */
  note(): string | undefined {
    if (this.left === 0) return undefined
    return `${this.left} more lines without a row are not listed one by one, ${this.leftRejected} of them rejected.`
  }
}

export interface CollectorTarget {
  row(row: CaptureRow): void
  process?(line: number, process: NamedProcess): void
  session?(line: number, session: NamedSession): void
}

/** A sink that passes rows on and keeps the rest: skipped lines, and each note once. */
export class Collector implements CaptureSink {
  readonly skipped = new SkippedLines()
  private readonly said = new Set<string>()
  rejectedCount = 0

  constructor(private readonly target: CollectorTarget) {}

  row(row: CaptureRow): void {
    this.target.row(row)
  }

  skip(line: number, reason: string): void {
    this.skipped.add(line, reason, false)
  }

  reject(line: number, reason: string): void {
    this.rejectedCount++
    this.skipped.add(line, reason, true)
  }

  process(line: number, process: NamedProcess): void {
    this.target.process?.(line, process)
  }

  session(line: number, session: NamedSession): void {
    this.target.session?.(line, session)
  }

  note(text: string): void {
    this.said.add(text)
  }

  /** The rejected lines, in order; their reasons without the mark. */
  rejected(): SkippedLine[] {
    return this.skipped
      .list()
      .filter(({ reason }) => reason.startsWith(REJECTED))
      .map(({ line, reason }) => ({ line, reason: reason.slice(REJECTED.length) }))
  }

  /** What was said of the file itself, each thing once. */
  ownNotes(): string[] {
    return [...this.said]
  }

  notes(): string[] {
    const more = this.skipped.note()
    return more === undefined ? [...this.said] : [...this.said, more]
  }
}

/** Reads a capture that is in memory as a whole. Never throws: a file that is no capture says why in `refused`. */
export function readCapture(bytes: Uint8Array): Capture | { refused: string } {
  const rows: CaptureRow[] = []
  const processes: Capture['processes'] = []
  const sessions: Capture['sessions'] = []
  const collector = new Collector({
    row: (row) => rows.push(row),
    process: (line, process) => processes.push({ line, ...process }),
    session: (line, session) => sessions.push({ line, ...session }),
  })
  const file = new CaptureFile(collector)
  file.push(bytes)
  const outcome = file.end()
  if ('refused' in outcome) return outcome
  rows.sort((one, other) => one.line - other.line)
  return {
    ...outcome,
    rows,
    skipped: collector.skipped.list(),
    notes: collector.notes(),
    processes,
    sessions,
  }
}
