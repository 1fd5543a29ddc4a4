'use client'

import type { DeliveryGroupRow } from '~/components/data/api'
import { Narrowed } from '~/components/data/narrowed'
import { SearchBox } from '~/components/data/search-box'
import { useText } from '~/components/data/text'
import type { useUrlFilters } from '~/components/data/use-url-filters'
import { Button } from '~/components/ui/button'
import { Select } from '~/components/ui/input'
import { CONVERGENCES, LIFECYCLES } from './convergence-tone'
import { hostListInput } from './host-list-input'

export const HOST_FILTERS = ['q', 'deliveryGroup', 'convergence', 'lifecycle', 'revision'] as const

interface HostFiltersProps {
  filters: ReturnType<typeof useUrlFilters>
  groups: DeliveryGroupRow[]
  onSearch: (q: string) => void
}

export function HostFilters({ filters, groups, onSearch }: HostFiltersProps) {
  const { t } = useText()
  const { get, set } = filters
  const revision = hostListInput({ revision: get('revision') }).revision
  return (
    <>
      <SearchBox
        label={t.hosts.search}
        value={get('q')}
        onSearch={onSearch}
        className="sm:max-w-88 sm:flex-[8_1_8rem]"
      />
      <Select
        aria-label={t.hosts.group}
        value={get('deliveryGroup')}
        onChange={(event) => set({ deliveryGroup: event.target.value })}
        className="max-sm:w-full"
      >
        <option value="">{`${t.hosts.group}: ${t.common.any}`}</option>
        {groups.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t.hosts.state}
        value={get('convergence')}
        onChange={(event) => set({ convergence: event.target.value })}
        className="max-sm:w-full"
      >
        <option value="">{`${t.hosts.state}: ${t.common.any}`}</option>
        {CONVERGENCES.map((state) => (
          <option key={state} value={state}>
            {t.codes.convergences[state]}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t.hosts.lifecycle}
        value={get('lifecycle')}
        onChange={(event) => set({ lifecycle: event.target.value })}
        className="max-sm:w-full"
      >
        <option value="">{`${t.hosts.lifecycle}: ${t.common.any}`}</option>
        {LIFECYCLES.map((state) => (
          <option key={state} value={state}>
            {t.codes.lifecycles[state]}
          </option>
        ))}
      </Select>
      {revision ? (
        <Narrowed onRemove={() => set({ revision: '' })}>{t.hosts.ofRevision(revision)}</Narrowed>
      ) : null}
      {filters.any([...HOST_FILTERS]) ? (
        <Button look="quiet" onClick={() => set(Object.fromEntries(HOST_FILTERS.map((name) => [name, ''])))}>
          {t.common.clear}
        </Button>
      ) : null}
    </>
  )
}
