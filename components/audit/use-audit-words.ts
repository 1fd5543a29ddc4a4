'use client'

import { useMemo } from 'react'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import type { useUrlFilters } from '~/components/data/use-url-filters'
import { AUDIT_FILTERS, type AuditWords } from './audit-filters'
import { periodWord, spanOf } from './audit-period'

/** The filters of the address bar, a period by its instants. Not ready while the reader's clock is not known. */
export function useAuditWords({ get }: Pick<ReturnType<typeof useUrlFilters>, 'get'>): {
  words: AuditWords
  ready: boolean
} {
  const { format } = useText()
  const arrived = useNow() > 0
  const period = periodWord(get('period'))
  // The present of the choice: a list whose beginning moved while it is read would be read anew each minute.
  const span = useMemo(
    () => (period && arrived ? spanOf(period, Date.now(), format) : null),
    [period, arrived, format],
  )
  const written: AuditWords = Object.fromEntries(AUDIT_FILTERS.map((name) => [name, get(name)]))
  return {
    words: span ? { ...written, from: span.from, to: span.to ?? '' } : written,
    ready: period === null || arrived,
  }
}
