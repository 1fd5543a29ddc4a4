'use client'

import { useCallback } from 'react'
import type { Outputs } from '~/components/data/api'
import { SearchBox } from '~/components/data/search-box'
import { useText } from '~/components/data/text'
import type { useUrlFilters } from '~/components/data/use-url-filters'
import { Select } from '~/components/ui/input'
import { FINDING_VERDICTS } from '~/domain/discovery/stored-finding'
import { FINDING_STATES } from './finding-filters'

export function FindingToolbar({
  filters: { get, set },
  counts,
}: {
  filters: ReturnType<typeof useUrlFilters>
  counts: Outputs['discovery']['findings']['counts'] | undefined
}) {
  const { t, format } = useText()
  const search = useCallback((q: string) => set({ q }), [set])
  return (
    <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2.5">
      <SearchBox label={t.discovery.findings.search} value={get('q')} onSearch={search} />
      <Select
        aria-label={t.discovery.findings.state}
        value={get('state') || 'open'}
        onChange={(event) => set({ state: event.target.value === 'open' ? '' : event.target.value })}
        className="max-sm:w-full"
      >
        {FINDING_STATES.map((state) => (
          <option key={state} value={state}>
            {t.discovery.states[state]}
            {counts ? ` (${format.number(counts[state])})` : ''}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t.discovery.findings.verdict}
        value={get('verdict')}
        onChange={(event) => set({ verdict: event.target.value })}
        className="max-sm:w-full"
      >
        <option value="">{t.discovery.findings.anyVerdict}</option>
        {FINDING_VERDICTS.filter((verdict) => verdict !== 'no-need').map((verdict) => (
          <option key={verdict} value={verdict}>
            {t.discovery.verdicts[verdict]}
          </option>
        ))}
      </Select>
    </div>
  )
}
