'use client'

import { instantWord } from '~/components/data/instant-word'
import { useText } from '~/components/data/text'
import { actWord } from './act-word'
import { AUDIT_FILTERS, type AuditWords } from './audit-filters'

/** On paper, where the fields of the filters are not: what the rows were chosen by. */
export function PrintedFilters({ words }: { words: AuditWords }) {
  const { t, format } = useText()
  const chosen = AUDIT_FILTERS.flatMap((name) => {
    const word = words[name]
    if (!word) return []
    const at = name === 'from' || name === 'to' ? instantWord(word) : undefined
    return [`${t.audit[name]}: ${at ? format.instant(at) : name === 'action' ? actWord(word, t) : word}`]
  })
  return chosen.length > 0 ? (
    <p className="hidden border-b px-4 py-2 text-sm text-ink-2 print:block" suppressHydrationWarning>
      {chosen.join(' · ')}
    </p>
  ) : null
}
