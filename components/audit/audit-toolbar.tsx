'use client'

import { useCallback } from 'react'
import { SearchBox } from '~/components/data/search-box'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import type { useUrlFilters } from '~/components/data/use-url-filters'
import { Button } from '~/components/ui/button'
import { Input, Select } from '~/components/ui/input'
import { AUDIT_FILTERS } from './audit-filters'

const LAST_DAYS = [1, 7, 30] as const
const DAY_MS = 86_400_000

/** To the whole minute, as the field beside it shows it. */
const daysAgo = (days: number) =>
  new Date(Math.floor((Date.now() - days * DAY_MS) / 60_000) * 60_000).toISOString()

export function AuditToolbar({
  filters,
  actions,
}: {
  filters: ReturnType<typeof useUrlFilters>
  actions: readonly string[]
}) {
  const { t, format } = useText()
  const { get, set } = filters
  const actor = useCallback((text: string) => set({ actor: text }), [set])
  const object = useCallback((text: string) => set({ object: text }), [set])
  /** To the minute. */
  const fieldOf = (iso: string) =>
    Number.isNaN(Date.parse(iso)) ? '' : format.wallClock(Date.parse(iso)).slice(0, 16)
  // The reader's zone is not known before the page runs in their browser.
  const arrived = useNow() > 0
  return (
    <>
      <SearchBox label={t.audit.actor} value={get('actor')} onSearch={actor} className="sm:w-36" />
      <SearchBox label={t.audit.object} value={get('object')} onSearch={object} className="sm:w-36" />
      <Select
        aria-label={t.audit.action}
        value={get('action')}
        onChange={(event) => set({ action: event.target.value })}
        className="max-sm:w-full"
      >
        <option value="">{`${t.audit.action}: ${t.common.any}`}</option>
        {actions.map((action) => (
          <option key={action} value={action}>
            {action}
          </option>
        ))}
      </Select>
      {(['from', 'to'] as const).map((name) => (
        <label
          key={name}
          htmlFor={`audit-${name}`}
          className="flex items-center gap-2 text-sm text-ink-2 max-sm:w-full"
        >
          <span className="max-sm:w-12">{t.audit[name]}</span>
          <Input
            id={`audit-${name}`}
            type="datetime-local"
            className="w-54 max-sm:flex-1"
            title={arrived ? format.zone : undefined}
            value={arrived ? fieldOf(get(name)) : ''}
            onChange={(event) => set({ [name]: event.target.value && format.instantOf(event.target.value) })}
          />
        </label>
      ))}
      <Select
        aria-label={t.audit.last}
        value=""
        onChange={(event) => set({ from: daysAgo(Number(event.target.value)), to: '' })}
        className="max-sm:w-full"
      >
        <option value="">{t.audit.last}</option>
        {LAST_DAYS.map((days) => (
          <option key={days} value={days}>
            {t.audit.lastDays(days)}
          </option>
        ))}
      </Select>
      {filters.any([...AUDIT_FILTERS]) ? (
        <Button look="quiet" onClick={() => set(Object.fromEntries(AUDIT_FILTERS.map((name) => [name, ''])))}>
          {t.common.clear}
        </Button>
      ) : null}
    </>
  )
}
