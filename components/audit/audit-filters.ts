import type { Inputs } from '~/components/data/api'

export const AUDIT_FILTERS = ['actor', 'object', 'action', 'from', 'to'] as const
export type AuditWords = Partial<Record<(typeof AUDIT_FILTERS)[number], string>>

/** The filter of the list and of the export: words of the address bar, times as instants. A broken time is left out. */
export function auditListInput({
  actor,
  object,
  action,
  from,
  to,
}: AuditWords): Omit<Inputs['audit']['list'], 'cursor' | 'limit'> {
  const [start, end] = [instant(from), instant(to)]
  return {
    ...(actor && { actor }),
    ...(object && { object }),
    ...(action && { action }),
    ...(start && { from: start }),
    ...(end && { to: end }),
  }
}

function instant(text: string | undefined): string | null {
  const ms = text ? Date.parse(text) : Number.NaN
  const utc = Number.isNaN(ms) ? '' : new Date(ms).toISOString()
  // The years 1 to 9999: a record of none else can be asked for.
  return /^(?!0000)\d{4}-/.test(utc) ? utc : null
}

/** The export of exactly what the list shows. */
export function exportHref(format: 'csv' | 'jsonl', words: AuditWords): string {
  const query = new URLSearchParams(auditListInput(words) as Record<string, string>).toString()
  return `/api/export/audit.${format}${query ? `?${query}` : ''}`
}

/** What a `datetime-local` field takes: the reader's own clock, to the minute. */
export function localInput(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
