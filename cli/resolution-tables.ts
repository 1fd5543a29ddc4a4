/** A resolution as text for people: aligned columns, no colours, one section for each question. */

import { linuxLoopbackWarning } from '~/domain/address'
import type { HostFacts } from '~/domain/host-facts'
import type { Resolution } from '~/domain/resolve'
import type { SessionAnswer } from './resolve-files'

const LISTED = 6

export function resolutionTables(
  host: HostFacts,
  resolution: Resolution,
  answers: readonly SessionAnswer[],
): string {
  const settings = Object.entries(resolution.settings)
  const sections = [
    `${host.name} (${host.os.version})\n`,
    settings.length === 0 ? 'No policy sets anything on this host.\n' : '',
    table(
      ['SETTING', 'VALUE', 'POLICY'],
      settings.map(([id, { value, policy }]) => [id, shown(value), policy]),
    ),
    table(
      ['NOT APPLICABLE', 'POLICY', 'REASON'],
      resolution.notApplicable.map(({ setting, policy, reason }) => [setting, policy, reason]),
    ),
    table(
      ['OVERRIDDEN', 'POLICY', 'LOST TO'],
      resolution.losers.map(({ setting, policy, lostTo }) => [setting, policy, lostTo]),
    ),
    table(
      ['DOES NOT APPLY', 'REASON'],
      resolution.skipped.map((skipped) => [skipped.policy, whySkipped(skipped)]),
    ),
    table(
      ['SESSION', 'USER', 'LOOPBACK', 'NOTE'],
      answers.map(({ session, prediction }) => [
        String(session.id),
        session.user ?? '-',
        prediction.loopback ?? '-',
        prediction.reason ?? noteOf(host, session.id),
      ]),
    ),
    table(
      ['WARNING', 'POLICY', 'MESSAGE'],
      resolution.warnings.map(({ code, policy, message }) => [code, policy, message]),
    ),
  ]
  return sections.filter((section) => section !== '').join('\n')
}

const noteOf = (host: HostFacts, sessionId: number) =>
  (host.os.family === 'linux' ? linuxLoopbackWarning(sessionId) : null) ?? ''

export function table(head: string[], rows: string[][]): string {
  if (rows.length === 0) return ''
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)),
  )
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return `${[head, ...rows].map(line).join('\n')}\n`
}

export function shown(value: unknown): string {
  if (!Array.isArray(value)) return value === true ? 'on' : value === false ? 'off' : String(value ?? 'none')
  if (value.length === 0) return '(empty list)'
  const more = value.length - LISTED
  return value.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function whySkipped({ reason, evidence }: Resolution['skipped'][number]): string {
  if (reason === 'disabled') return 'disabled'
  const telling = evidence.filter((row) =>
    reason === 'denied' ? row.mode === 'Deny' && row.matched : !row.matched,
  )
  const filters = telling
    .filter((row) => reason === 'denied' || row.mode === 'Allow')
    .map((row) => `${row.type} ${row.value}`)
    .join(', ')
  return reason === 'denied' ? `denied by ${filters}` : `no match for ${filters}`
}
