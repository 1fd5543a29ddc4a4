/**
 * One capture file, from bytes to rows, in bounded memory: chunks are pushed in, rows come out as they are found.
 * The first part is held back until the encoding and the format are known.
 */
import { binaryKind, createDecoder, type Decoder, type Encoding, encodingOf } from './decode'
import { LineSplitter } from './lines'
import { localeOf } from './locale'
import type { CaptureFormat, CaptureSink, LineReader } from './model'
import { type OtherFormat, otherFormat, SAMPLE_LINES, sniff } from './sniff'

const UNKNOWN =
  'no line of it has the shape of a known capture (TCPView, tcpvcon, netstat, ss, PowerShell, agent samples) ' +
  'or of a process or session list (tasklist, qwinsta, query process)'

/** Bytes held back before the format is decided. */
export const HEAD_BYTES = 512 * 1024
const PIECE_BYTES = 16 * 1024

export interface CaptureFacts {
  format: CaptureFormat
  /** A tag such as `es`, when the headings tell. */
  locale?: string
  encoding: Encoding
  /** Physical lines of the file. */
  lines: number
}

/** Why a file is no capture. */
export interface NotACapture {
  refused: string
}

/** Everything but the lines that are read: {@link CaptureSink} without what the frame itself does. */
export type CaptureOutcome = CaptureFacts | NotACapture

export class CaptureFile {
  private head: Uint8Array[] = []
  private headBytes = 0
  private started: { decoder: Decoder; splitter: LineSplitter } | undefined
  private refused: string | undefined
  private facts: Omit<CaptureFacts, 'lines'> | undefined
  private reader: LineReader | undefined
  private nuls = false

  /** `sink` gets the rows; `begin` is told the format before the first row. */
  constructor(
    private readonly sink: CaptureSink,
    private readonly begin: (facts: Omit<CaptureFacts, 'lines'>) => void = () => {},
  ) {}

  /** Takes the next bytes. The chunk may be used again afterwards. */
  push(chunk: Uint8Array): void {
    if (this.refused !== undefined || chunk.length === 0) return
    if (this.started) {
      const { decoder, splitter } = this.started
      // Piece by piece: a long text is an object of its own for the collector of garbage, and lives too long.
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        splitter.push(decoder.decode(chunk.subarray(at, at + PIECE_BYTES)))
      }
      return
    }
    this.head.push(chunk.slice())
    this.headBytes += chunk.length
    if (this.headBytes >= HEAD_BYTES) this.start()
  }

  /** No more bytes. @returns what the file is, or why it is no capture. */
  end(): CaptureOutcome {
    if (!this.started && this.refused === undefined) this.start()
    if (!this.started || !this.facts) return { refused: this.refused ?? 'it is empty' }
    const { decoder, splitter } = this.started
    splitter.push(decoder.end())
    const cut = splitter.end()
    this.reader?.end(cut)
    if (cut) this.sink.note('The last line has no line end: the file may be cut off.')
    if (this.nuls) this.sink.note('NUL characters were left out.')
    return { ...this.facts, lines: splitter.count }
  }

  private start(): void {
    const head = joined(this.head, this.headBytes)
    this.head = []
    if (head.length === 0) {
      this.refused = 'it is empty'
      return
    }
    const encoding = encodingOf(head)
    const binary = binaryKind(head, encoding)
    if (binary !== null) {
      this.refused = `it is ${binary}, not text`
      return
    }
    const text = createDecoder(encoding).decode(head)
    const sample = sampleOf(text)
    if (sample.length === 0) {
      this.refused =
        text === '' ? 'it is empty' : 'its first line is over 4096 characters long: no capture has such lines'
      return
    }
    if (sample.every((line) => line.trim() === '')) {
      this.refused = 'it has nothing but blanks'
      return
    }
    this.choose(sample, encoding)
    if (!this.facts) return
    const decoder = createDecoder(encoding)
    const splitter = new LineSplitter({
      line: (text, number) => this.line(text, number),
      tooLong: (number) => this.sink.reject(number, 'the line is over 4096 characters long'),
    })
    this.started = { decoder, splitter }
    splitter.push(decoder.decode(head))
  }

  private choose(sample: string[], encoding: Encoding): void {
    const kind = sniff(sample)
    if (!kind) {
      this.refused = UNKNOWN
      return
    }
    const locale = localeOf(sample)
    this.facts = { format: kind.format, encoding, ...(locale !== undefined && { locale }) }
    this.begin(this.facts)
    const other = otherFormat(kind, sample)
    if (other) {
      const note = `Mixed formats: this is ${kind.format}, but some lines have the shape of ${other.format}.`
      this.sink.note(`${note} Those are rejected: give them as a file of their own.`)
    }
    this.reader = kind.open(other ? withoutLinesOf(other, this.sink) : this.sink, sample)
  }

  private line(text: string, number: number): void {
    if (text.includes('\0')) {
      this.nuls = true
      this.reader?.line(text.replaceAll('\0', ''), number)
    } else this.reader?.line(text, number)
  }
}

/** Lines of another format are no headings of this one. */
function withoutLinesOf({ format, lines }: OtherFormat, sink: CaptureSink): CaptureSink {
  return {
    row: (row) => sink.row(row),
    process: (line, process) => sink.process(line, process),
    session: (line, session) => sink.session(line, session),
    note: (text) => sink.note(text),
    reject: (line, reason) => sink.reject(line, reason),
    skip(line, reason) {
      if (lines.has(line)) sink.reject(line, `a line of another format: ${format}`)
      else sink.skip(line, reason)
    },
  }
}

/** The format of a file whose beginning (or whole) this is, or why it is no capture. */
export function formatOfHead(head: Uint8Array): CaptureFormat | NotACapture {
  const ignore = () => {}
  let format: CaptureFormat | undefined
  const sink = { row: ignore, skip: ignore, reject: ignore, process: ignore, session: ignore, note: ignore }
  const file = new CaptureFile(sink, (facts) => {
    format = facts.format
  })
  file.push(head)
  const outcome = file.end()
  return format ?? ('refused' in outcome ? outcome : outcome.format)
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function sampleOf(text: string): string[] {
  const lines: string[] = []
  const splitter = new LineSplitter({
    line: (line) => {
      if (lines.length < SAMPLE_LINES) lines.push(line.includes('\0') ? line.replaceAll('\0', '') : line)
    },
    tooLong: () => {},
  })
  splitter.push(text)
  splitter.end()
  return lines
}
