/** The outbox's file: one JSON line each for the head, a report, an acknowledgement. Appended to, replayed at start. */

import { type Report, reportInput } from '~/protocol/report'

export interface OutboxContent {
  boot: string
  acked: number
  last: number
  reports: Report[]
}

export const headLine = (boot: string, acked: number, last: number) =>
  `${JSON.stringify({ boot, acked, last })}\n`
export const entryLine = (report: Report) => `${JSON.stringify({ report })}\n`
export const ackLine = (ack: number) => `${JSON.stringify({ ack })}\n`

/**
 * Replays a file. Reading ends at the first line that is torn or unknown: a crash can only hurt the last one.
 * @returns null where not even the head can be read
 */
export function readOutbox(text: string): OutboxContent | null {
  const lines = text.split('\n')
  const head = readHead(lines[0] ?? '')
  if (!head) return null
  const content: OutboxContent = { ...head, reports: [] }
  for (const line of lines.slice(1)) {
    if (!replay(content, parse(line))) break
  }
  content.reports = content.reports.filter((report) => report.seq > content.acked)
  return content
}

function replay(content: OutboxContent, line: Record<string, unknown> | null): boolean {
  if (line === null) return false
  if (typeof line.ack === 'number') {
    content.acked = Math.max(content.acked, line.ack)
    content.last = Math.max(content.last, line.ack)
    return true
  }
  const report = reportInput.safeParse(line.report)
  if (!report.success) return false
  content.reports.push(report.data)
  content.last = Math.max(content.last, report.data.seq)
  return true
}

function readHead(line: string): Omit<OutboxContent, 'reports'> | null {
  const head = parse(line)
  if (!head || typeof head.boot !== 'string') return null
  if (!Number.isSafeInteger(head.acked) || !Number.isSafeInteger(head.last)) return null
  return { boot: head.boot, acked: Number(head.acked), last: Number(head.last) }
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
