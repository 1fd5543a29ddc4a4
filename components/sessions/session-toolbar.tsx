'use client'

import { X } from 'lucide-react'
import { useCallback } from 'react'
import { SearchBox } from '~/components/data/search-box'
import { useText } from '~/components/data/text'
import type { useUrlFilters } from '~/components/data/use-url-filters'
import { Button } from '~/components/ui/button'
import { Segmented } from '~/components/ui/segmented'
import { StateShape } from '~/components/ui/state-mark'
import { discrepancyText } from './discrepancy'

const STATES = ['open', 'ended', 'all'] as const

export function SessionToolbar({
  filters,
  hostName,
}: {
  filters: ReturnType<typeof useUrlFilters>
  hostName?: string
}) {
  const { t } = useText()
  const { get, set } = filters
  const search = useCallback((q: string) => set({ q }), [set])
  const discrepancy = get('discrepancy') === '1'
  return (
    <>
      <SearchBox label={t.sessions.search} value={get('q')} onSearch={search} className="sm:w-80" />
      <Segmented
        label={t.sessions.state}
        value={get('state') || 'open'}
        options={STATES.map((state) => ({ value: state, label: t.sessions.states[state] }))}
        onChange={(state) => set({ state: state === 'open' ? '' : state })}
      />
      <Button
        aria-pressed={discrepancy}
        onClick={() => set({ discrepancy: discrepancy ? '' : '1' })}
        className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
      >
        <StateShape tone="attention" />
        {t.sessions.onlyDiscrepancies}
      </Button>
      {get('reason') ? (
        <Button onClick={() => set({ reason: '' })} className="border-accent bg-accent-soft">
          {discrepancyText(get('reason'), t).title}
          <X aria-hidden />
          <span className="sr-only">{t.common.remove}</span>
        </Button>
      ) : null}
      {get('hostId') ? (
        <Button onClick={() => set({ hostId: '' })} className="border-accent bg-accent-soft">
          {hostName ? t.sessions.onHost(hostName) : t.sessions.onThisHost}
          <X aria-hidden />
          <span className="sr-only">{t.common.remove}</span>
        </Button>
      ) : null}
    </>
  )
}
