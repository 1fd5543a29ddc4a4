'use client'

import { useCallback } from 'react'
import { instantWord } from '~/components/data/instant-word'
import { Narrowed } from '~/components/data/narrowed'
import { SearchBox } from '~/components/data/search-box'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
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
        <Narrowed onRemove={() => set({ reason: '' })}>{discrepancyText(get('reason'), t).title}</Narrowed>
      ) : null}
      {get('failedBinds') === '1' ? (
        <Narrowed onRemove={() => set({ failedBinds: '' })}>{t.sessions.withFailedBinds}</Narrowed>
      ) : null}
      {get('hostId') ? (
        <Narrowed onRemove={() => set({ hostId: '' })}>
          {hostName ? t.sessions.onHost(hostName) : t.sessions.onThisHost}
        </Narrowed>
      ) : null}
      <NarrowedTime filters={filters} />
    </>
  )
}

/** The times of which the list is, as a link from elsewhere set them. */
function NarrowedTime({ filters: { get, set } }: { filters: ReturnType<typeof useUrlFilters> }) {
  const { t, format } = useText()
  // The reader's zone is not known before the page runs in their browser.
  const arrived = useNow() > 0
  const time = (name: string) => {
    const instant = instantWord(get(name))
    return instant && arrived ? `${format.day(instant)} ${format.hour(instant)}` : ''
  }
  const [from, to, at] = [time('from'), time('to'), time('at')]
  return (
    <>
      {from || to ? (
        <Narrowed onRemove={() => set({ from: '', to: '' })}>{t.sessions.loggedOn(from, to)}</Narrowed>
      ) : null}
      {at ? <Narrowed onRemove={() => set({ at: '' })}>{t.sessions.openAt(at)}</Narrowed> : null}
    </>
  )
}
