/** One uploaded file, read as it arrives: its rows are judged and let go, and only what is kept stays in memory. */

import { Discovery } from '~/domain/discovery'
import { detachedCopy } from '~/domain/discovery/detached'
import { KeptRows } from '~/domain/discovery/kept-rows'
import type { OsFamily } from '~/domain/host-facts'
import { fail, ok, type Result } from '~/domain/result'
import { Collector } from '~/formats/captures/collect'
import { type NamedProcess, type NamedSession, SIDE_FORMATS } from '~/formats/captures/model'
import { familyOf, observationOf } from '~/formats/captures/observe'
import { CaptureFile } from '~/formats/captures/read-capture'
import type { CaptureRecord } from '../../repositories/capture'

const MAX_NAMED = 20_000
const SHOWN_REJECTS = 50
const SHOWN_NOTES = 20

/** What is kept of a file: the rows of a capture, or what a list names. */
export interface KeptContent {
  rows: ReturnType<KeptRows['list']>
  processes: NamedProcess[]
  sessions: NamedSession[]
}

export type ReadUpload = Omit<CaptureRecord, 'id' | 'comparisonId' | 'name' | 'uploadedAt' | 'uploadedBy'> & {
  content: KeptContent
}

/** Fed with pieces in order. */
export class UploadReading {
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
        const seen = observationOf(row, this.capture)
        this.keeper.take(seen)
        this.check.observe(seen)
      },
      process: (_, process) => {
        if (this.named++ < MAX_NAMED) this.processes.push(detachedCopy(process))
      },
      session: (_, session) => {
        if (this.named++ < MAX_NAMED) this.sessions.push(detachedCopy(session))
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

  /** @returns what the file holds, or why it is no capture, or of two machines. */
  end(bytes: number): Result<ReadUpload> {
    const outcome = this.file.end()
    if ('refused' in outcome) {
      return fail('file', this.name, outcome.refused, 'Give a capture, or a list beside one.')
    }
    const judged = this.check.finish()
    if (!judged.ok) return judged
    const { format, locale, lines } = outcome
    const notes = this.collector.notes()
    if (this.keeper.left > 0) {
      notes.push(`${this.keeper.left} more sockets are not kept for comparison: the file has too many.`)
    }
    return ok({
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
    })
  }
}
