'use client'

import { useCallback, useMemo } from 'react'
import { SearchBox } from '~/components/data/search-box'
import { useText } from '~/components/data/text'
import type { useUrlFilters } from '~/components/data/use-url-filters'
import { Button } from '~/components/ui/button'
import { Select } from '~/components/ui/input'
import { actWord } from './act-word'
import { AUDIT_PARAMS, type AuditWords } from './audit-filters'
import { PeriodFields } from './period-fields'

export function AuditToolbar({
  filters,
  words,
  actions,
}: {
  filters: ReturnType<typeof useUrlFilters>
  words: AuditWords
  actions: readonly string[]
}) {
  const { t, locale } = useText()
  const { get, set } = filters
  const actor = useCallback((text: string) => set({ actor: text }), [set])
  const options = useMemo(
    () =>
      actions
        .map((code) => ({ code, word: actWord(code, t) }))
        .sort((one, other) => one.word.localeCompare(other.word, locale)),
    [actions, t, locale],
  )
  const object = useCallback((text: string) => set({ object: text }), [set])
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
        {options.map(({ code, word }) => (
          <option key={code} value={code} title={code}>
            {word}
          </option>
        ))}
      </Select>
      <PeriodFields filters={filters} words={words} />
      {filters.any([...AUDIT_PARAMS]) ? (
        <Button look="quiet" onClick={() => set(Object.fromEntries(AUDIT_PARAMS.map((name) => [name, ''])))}>
          {t.common.clear}
        </Button>
      ) : null}
    </>
  )
}
