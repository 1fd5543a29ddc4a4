/**
 * The agent's own samples: JSON Lines, one socket a line as the agent reports it, with the session, user and host beside
 * it when known; or a whole session with its sockets in `sockets`.
 */
import { z } from 'zod'
import type { CaptureReaderKind, CaptureRow, CaptureSink, LineReader } from './model'

const port = z.int().min(0).max(65_535)
const end = z.object({ address: z.string().min(1).max(260), port: port.optional() })
const around = {
  session: z.int().min(0).max(16_777_214).optional(),
  user: z.string().max(256).optional(),
  host: z.string().max(253).optional(),
}
const socket = z.object({
  program: z.string().min(1).max(260).optional(),
  pid: z.int().min(0).max(4_294_967_295).optional(),
  protocol: z.enum(['tcp', 'udp']),
  state: z.string().max(64).optional(),
  listening: z.boolean(),
  local: end,
  remote: end.optional(),
  ...around,
})
const session = z.object({
  id: z.int().min(0).max(16_777_214),
  user: z.string().max(256).optional(),
  host: z.string().max(253).optional(),
  sockets: z.array(socket).max(100_000),
})

function rowOf(value: z.infer<typeof socket>, line: number): CaptureRow {
  const row: CaptureRow = {
    line,
    protocol: value.protocol,
    state: value.state ?? '',
    listening: value.listening,
    local: value.local,
    remote: value.remote ?? { address: '' },
  }
  if (value.program !== undefined) row.process = value.program
  if (value.pid !== undefined) row.pid = value.pid
  if (value.session !== undefined) row.session = value.session
  if (value.user !== undefined) row.user = value.user
  if (value.host !== undefined) row.host = value.host
  return row
}

function jsonOf(text: string): object | null {
  if (!/^\s*\{/.test(text)) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

class AgentReader implements LineReader {
  private last: { line: number; text: string } | undefined

  constructor(private readonly sink: CaptureSink) {}

  line(text: string, number: number): void {
    if (this.last) this.sink.reject(this.last.line, 'not a JSON object')
    this.last = undefined
    if (text.trim() === '') {
      this.sink.skip(number, 'blank line')
      return
    }
    const value = jsonOf(text)
    if (!value) this.last = { line: number, text }
    else if ('sockets' in value) this.wholeSession(value, number)
    else this.one(value, number)
  }

  end(cut: boolean): void {
    if (this.last) {
      this.sink.reject(
        this.last.line,
        cut ? 'the sample is cut off: the file ends in the middle of it' : 'not a JSON object',
      )
    }
  }

  private one(value: object, number: number): void {
    const read = socket.safeParse(value)
    if (read.success) this.sink.row(rowOf(read.data, number))
    else this.sink.reject(number, issueText(read.error))
  }

  private wholeSession(value: object, number: number): void {
    const read = session.safeParse(value)
    if (!read.success) {
      this.sink.reject(number, issueText(read.error))
      return
    }
    const { id, user, host, sockets } = read.data
    if (sockets.length === 0) this.sink.skip(number, 'a session without sockets')
    for (const one of sockets) this.sink.row(rowOf({ session: id, user, host, ...one }, number))
  }
}

function issueText(error: z.ZodError): string {
  const [issue] = error.issues
  return `${issue?.path.join('.') || 'the sample'}: ${issue?.message ?? 'not a socket'}`
}

export const agentLines: CaptureReaderKind = {
  format: 'agent',
  score: (sample) =>
    sample.filter((line) => /^\s*\{.*"(?:local|sockets)"\s*:/.test(line) && jsonOf(line) !== null).length,
  open: (sink) => new AgentReader(sink),
}
