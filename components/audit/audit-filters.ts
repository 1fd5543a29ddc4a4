import type { Inputs } from '~/components/data/api'
import { instantWord } from '~/components/data/instant-word'

export const AUDIT_FILTERS = ['actor', 'object', 'action', 'from', 'to'] as const
/** What the address bar may hold: a period stands for two times. */
export const AUDIT_PARAMS = [...AUDIT_FILTERS, 'period'] as const
export type AuditWords = Partial<Record<(typeof AUDIT_FILTERS)[number], string>>

/** The filter of the list and of the export: words of the address bar, times as instants. A broken time is left out. */
export function auditListInput({
  actor,
  object,
  action,
  from,
  to,
}: AuditWords): Omit<Inputs['audit']['list'], 'cursor' | 'limit'> {
  const [start, end] = [instantWord(from), instantWord(to)]
  return {
    ...(actor && { actor }),
    ...(object && { object }),
    ...(action && { action }),
    ...(start && { from: start }),
    ...(end && { to: end }),
  }
}

/** The export of exactly what the list shows. */
export function exportHref(format: 'csv' | 'jsonl', words: AuditWords): string {
  const query = new URLSearchParams(auditListInput(words) as Record<string, string>).toString()
  return `/api/export/audit.${format}${query ? `?${query}` : ''}`
}
