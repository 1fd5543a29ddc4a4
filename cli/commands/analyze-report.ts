/** `vipfarm analyze` for people: a table of programs, what was left out, and what was read. */

import type { DiscoveryResult } from '~/domain/discovery'
import type { Finding, Verdict } from '~/domain/discovery/finding'
import { inert } from '~/domain/inert-text'
import type { CliIo } from '../io'
import type { ReadFile } from './analyze-run'

const WORDS: Record<Verdict, string> = {
  'broken-pair': 'broken pair',
  'needs-both': 'needs both',
  'needs-virtual-ip': 'needs virtual IP',
  'needs-loopback': 'needs loopback',
  'wandering-port': 'wandering port',
  'seen-once': 'seen once',
  'no-need': 'no need',
}
const SHOWN_REJECTED = 5
const NAME_WIDTH = 40

export function printReport(files: ReadFile[], { findings, notes }: DiscoveryResult, io: CliIo): void {
  const candidates = findings.filter(({ verdict }) => verdict !== 'no-need')
  const others = findings.filter(({ verdict }) => verdict === 'no-need')
  const captures = files.filter(({ input }) => !input.isSide).map(({ input }) => input.name)
  const lines: string[] = []
  if (candidates.length > 0) lines.push(...table(candidates, captures))
  else lines.push('No program needs a virtual loopback or a virtual IP, as far as these captures show.')
  if (others.length > 0) lines.push('', `No need: ${names(others)}`)
  if (notes.length > 0) lines.push('', ...notes.map((note) => `Note: ${inert(note)}`))
  lines.push('', ...files.flatMap(fileLines))
  io.stdout(`${lines.join('\n')}\n`)
}

function table(findings: Finding[], captures: readonly string[]): string[] {
  const rows = findings.map((finding) => [
    cut(inert(finding.program)),
    WORDS[finding.verdict],
    finding.confidence,
    finding.ports.map(({ protocol, port }) => `${protocol} ${port}`).join(', ') || '-',
  ])
  const head = ['PROGRAM', 'VERDICT', 'SURE', 'PORTS']
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(head), ...rows.flatMap((row, at) => [line(row), ...details(findings[at], captures)])]
}

function details(finding: Finding | undefined, captures: readonly string[]): string[] {
  if (!finding) return []
  const seen = finding.evidence
    .slice(0, 4)
    .map(({ capture, line }) => `${tail(inert(captures[capture] ?? ''))}:${line}`)
  const more = finding.evidence.length > 4 ? `, and ${finding.evidence.length - 4} more` : ''
  return [
    ...finding.reasons.map(({ text }) => `    ${inert(text)}`),
    ...(seen.length > 0 ? [`    seen in ${seen.join(', ')}${more}`] : []),
  ]
}

function names(findings: Finding[]): string {
  const shown = findings.slice(0, 20).map(({ program }) => cut(inert(program)))
  const more = findings.length > 20 ? ` and ${findings.length - 20} more` : ''
  return `${shown.join(', ')}${more}`
}

/** Of a path the end says most. */
const tail = (text: string) => (text.length > NAME_WIDTH ? `…${text.slice(1 - NAME_WIDTH)}` : text)
const cut = (text: string) => (text.length > NAME_WIDTH ? `${text.slice(0, NAME_WIDTH - 1)}…` : text)

function fileLines({ input, facts, rows, named, collector }: ReadFile): string[] {
  const rejected = collector.rejected()
  const what = input.isSide
    ? `${named} processes or sessions`
    : `${rows} ${rows === 1 ? 'socket' : 'sockets'}`
  const locale = facts.locale === undefined ? '' : `, ${facts.locale}`
  const head = `${inert(input.name)}: ${facts.format}${locale}; ${facts.lines} lines, ${what}, ${collector.rejectedCount} rejected`
  return [
    head,
    ...rejected.slice(0, SHOWN_REJECTED).map(({ line, reason }) => `    line ${line}: ${inert(reason)}`),
    ...(collector.rejectedCount > SHOWN_REJECTED
      ? [`    and ${collector.rejectedCount - SHOWN_REJECTED} more rejected lines (--json has them)`]
      : []),
    ...collector.notes().map((note) => `    note: ${inert(note)}`),
  ]
}
