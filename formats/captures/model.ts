/** What a capture file says, line by line. A capture is the text that a tool printed about the sockets of one machine. */

/** The formats that are told apart. The last six are side files: they name processes and sessions, and have no sockets. */
export const CAPTURE_FORMATS = [
  'tcpview',
  'tcpview-v4',
  'tcpvcon',
  'tcpvcon-csv',
  'netstat-windows',
  'netstat-linux',
  'ss',
  'powershell-csv',
  'powershell-table',
  'powershell-list',
  'agent',
  'tasklist',
  'tasklist-csv',
  'tasklist-list',
  'qwinsta',
  'query-process',
] as const
export type CaptureFormat = (typeof CAPTURE_FORMATS)[number]

export const SIDE_FORMATS: ReadonlySet<CaptureFormat> = new Set([
  'tasklist',
  'tasklist-csv',
  'tasklist-list',
  'qwinsta',
  'query-process',
])

/** One end of a socket. The address is as printed, without brackets; `*` and names stay as they are. */
export interface Endpoint {
  address: string
  /** 0 to 65535; absent where the tool prints none, or prints `*` or a name that is in no list. */
  port?: number
}

/** One socket. What was not printed is absent, never made up. */
export interface CaptureRow {
  /** The line it begins on, from 1. */
  line: number
  protocol: 'tcp' | 'udp'
  process?: string
  pid?: number
  /** As printed, in whatever language; empty when none was. */
  state: string
  /**
   * TCP: waits for connections. UDP: bound without a peer, so that anybody may send to it.
   * A socket that is only bound (TCP), or that has a peer, is not listening.
   */
  listening: boolean
  local: Endpoint
  remote: Endpoint
  /** From the agent's samples, or joined from side files. */
  session?: number
  user?: string
  host?: string
}

/** A process that a side file names. */
export interface NamedProcess {
  pid: number
  name?: string
  session?: number
  user?: string
}

/** A session that a side file names. */
export interface NamedSession {
  id: number
  user?: string
}

/** Where readers put what they find. Every line of a file ends in exactly one of these calls, or in a row's own line. */
export interface CaptureSink {
  row(row: CaptureRow): void
  /** A line that is understood and holds no socket: a heading, a blank, a detail of the row above. */
  skip(line: number, reason: string): void
  /** A line that should have been a socket and is not. */
  reject(line: number, reason: string): void
  process(line: number, process: NamedProcess): void
  session(line: number, session: NamedSession): void
  /** Something about the whole file; said once. */
  note(text: string): void
}

/** A reader of one format: fed with lines in order, numbered from 1. It never throws. */
export interface LineReader {
  line(text: string, number: number): void
  /** The file is over. `cut` says that the last line had no line end. */
  end(cut: boolean): void
}

/** How one format is recognised and read. */
export interface CaptureReaderKind {
  format: CaptureFormat
  /** How many lines of the sample have this format's shape. 0 when it is another format. */
  score(sample: readonly string[]): number
  /** `sample` is the beginning of the file: what is learnt from it (a column, a word) holds for the rest. */
  open(sink: CaptureSink, sample: readonly string[]): LineReader
}
