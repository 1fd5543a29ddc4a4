/** One uploaded file, read as it arrives: its rows are judged and let go, and only what is kept stays in memory. */

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Discovery } from '~/domain/discovery'
import { KeptRows } from '~/domain/discovery/kept-rows'
import type { OsFamily } from '~/domain/host-facts'
import { type Problem, problem, problemText } from '~/domain/result'
import { Collector } from '~/formats/captures/collect'
import { type NamedProcess, type NamedSession, SIDE_FORMATS } from '~/formats/captures/model'
import { familyOf, observationOf } from '~/formats/captures/observe'
import { CaptureFile } from '~/formats/captures/read-capture'
import { AppError } from '../../errors'

export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024
const MAX_NAMED = 20_000
const SHOWN_REJECTS = 50
const SHOWN_NOTES = 20

/** What is kept of a file: the rows of a capture, or what a list names. */
export interface KeptContent {
  rows: ReturnType<KeptRows['list']>
  processes: NamedProcess[]
  sessions: NamedSession[]
}

export interface ReadUpload {
  format: string
  locale: string | null
  family: OsFamily
  isSide: boolean
  bytes: number
  lines: number
  rows: number
  rejected: number
  rejects: { line: number; reason: string }[]
  notes: string[]
  content: KeptContent
}

/** @throws AppError `too-large`, and `bad-input` for what is no capture, or is of two machines. */
export async function readUpload(name: string, body: AsyncIterable<Uint8Array>): Promise<ReadUpload> {
  const reading = new Reading(name)
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_UPLOAD_BYTES) throw tooLarge()
    reading.push(chunk)
  }
  return reading.end(bytes)
}

export const tooLarge = () =>
  new AppError('too-large', `A capture has at most ${MAX_UPLOAD_BYTES / 1024 / 1024} MB.`)

class Reading {
  private readonly keeper = new KeptRows()
  private readonly processes: NamedProcess[] = []
  private readonly sessions: NamedSession[] = []
  private readonly check = new Discovery({ oneMachine: true })
  private readonly collector: Collector
  private readonly file: CaptureFile
  private family: OsFamily | undefined
  private capture = 0
  private headText = ''
  private rows = 0
  private named = 0

  constructor(private readonly name: string) {
    this.collector = new Collector({
      row: (row) => {
        this.rows++
        const { capture: _, ...seen } = observationOf(row, 0)
        this.keeper.take(seen)
        this.check.observe({ ...seen, capture: this.capture })
      },
      process: (_, process) => {
        if (this.named++ < MAX_NAMED) this.processes.push({ ...process })
      },
      session: (_, session) => {
        if (this.named++ < MAX_NAMED) this.sessions.push({ ...session })
      },
    })
    this.file = new CaptureFile(this.collector, ({ format }) => {
      this.family = familyOf(format, this.headText)
      this.capture = this.check.capture({ name: this.name, family: this.family })
    })
  }

  push(chunk: Uint8Array): void {
    if (this.family === undefined && this.headText.length < 65_536) {
      this.headText += new TextDecoder().decode(chunk.subarray(0, 65_536))
    }
    this.file.push(chunk)
  }

  end(bytes: number): ReadUpload {
    const outcome = this.file.end()
    if ('refused' in outcome) {
      throw refusal(problem('file', this.name, outcome.refused, 'Give a capture, or a list beside one.'))
    }
    const judged = this.check.finish()
    if (!judged.ok) throw refusal(judged.problem)
    const { format, locale, lines } = outcome
    const notes = this.collector.notes()
    if (this.keeper.left > 0) {
      notes.push(`${this.keeper.left} more sockets are not kept for comparison: the file has too many.`)
    }
    return {
      format,
      locale: locale ?? null,
      family: this.family ?? 'windows',
      isSide: SIDE_FORMATS.has(format),
      bytes,
      lines,
      rows: SIDE_FORMATS.has(format) ? this.named : this.rows,
      rejected: this.collector.rejectedCount,
      rejects: this.collector.rejected().slice(0, SHOWN_REJECTS),
      notes: notes.slice(0, SHOWN_NOTES).map((note) => note.slice(0, 500)),
      content: { rows: this.keeper.list(), processes: this.processes, sessions: this.sessions },
    }
  }
}

/** A file, or a comparison, that proves nothing: with the rule that it breaks. */
export const refusal = (found: Problem): AppError =>
  new AppError('bad-input', problemText(found).slice(0, 1_000), {
    problems: [{ ...found, field: 'file' }],
  })

const compress = promisify(gzip)
export const packContent = (content: KeptContent): Promise<Uint8Array> =>
  compress(Buffer.from(JSON.stringify(content)))
