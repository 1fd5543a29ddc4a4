'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { FieldError } from '~/components/ui/field'
import { IconButton } from '~/components/ui/icon-button'
import { Select } from '~/components/ui/input'
import { Switch } from '~/components/ui/switch'
import { isUserFilter } from '~/domain/filter-match'
import { FILTER_TYPES, type Filter, type FilterType, MACHINE_FILTER_TYPES } from '~/domain/policy-model'
import type { Problem } from '~/domain/result'
import { problemsAt } from './draft'
import { FilterValue, valueFor } from './filter-value'
import { ProblemText } from './problem-text'

const USER_FILTER_TYPES = FILTER_TYPES.filter(isUserFilter)

interface FiltersFieldProps {
  filters: readonly Filter[]
  problems: readonly Problem[]
  disabled: boolean
  groups: readonly string[]
  onChange: (filters: Filter[]) => void
}

export function FiltersField({ filters, problems, disabled, groups, onChange }: FiltersFieldProps) {
  const { t } = useText()
  const trpc = useTRPC()
  const rule = useQuery(trpc.farm.get.queryOptions()).data?.filterRule ?? 'all-types'
  const replace = (index: number, changes: Partial<Filter>) =>
    onChange(filters.map((filter, at) => (at === index ? { ...filter, ...changes } : filter)))
  return (
    <div className="grid gap-3">
      {filters.length === 0 ? (
        <p className="text-sm text-ink-2">{t.policies.filter.none}</p>
      ) : (
        <ul className="grid gap-2">
          {filters.map((filter, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a filter is known by its place until it is saved
            <li key={index} className="grid gap-1">
              <FilterRow
                filter={filter}
                number={index + 1}
                disabled={disabled}
                groups={groups}
                onChange={(changes) => replace(index, changes)}
                onRemove={() => onChange(filters.filter((_, at) => at !== index))}
              />
              {problemsAt(problems, `filters[${index}]`).map((problem) => (
                <FieldError key={problem.field}>
                  {filter.value.trim() === '' ? (
                    t.policies.filter.valueNeeded
                  ) : (
                    <ProblemText problem={problem} />
                  )}
                </FieldError>
              ))}
            </li>
          ))}
        </ul>
      )}
      {filters.some(({ type }) => isUserFilter(type)) ? (
        <p className="text-xs text-ink-3">{t.policies.filter.userHint}</p>
      ) : null}
      {filters.length > 1 ? <p className="text-xs text-ink-3">{t.policies.rule.texts[rule]}</p> : null}
      {disabled ? null : (
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() =>
            onChange([...filters, { type: 'DesktopGroup', mode: 'Allow', enabled: true, value: '' }])
          }
        >
          <Plus aria-hidden />
          {t.policies.filter.add}
        </Button>
      )}
    </div>
  )
}

interface FilterRowProps {
  filter: Filter
  number: number
  disabled: boolean
  groups: readonly string[]
  onChange: (changes: Partial<Filter>) => void
  onRemove: () => void
}

function FilterRow({ filter, number, disabled, groups, onChange, onRemove }: FilterRowProps) {
  const { t } = useText()
  const listId = useId()
  return (
    <fieldset aria-label={t.policies.filter.row(number)} className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t.policies.filter.mode}
        disabled={disabled}
        value={filter.mode}
        onChange={(event) => onChange({ mode: event.target.value === 'Deny' ? 'Deny' : 'Allow' })}
        className="w-28"
      >
        <option value="Allow">{t.filters.modes.Allow}</option>
        <option value="Deny">{t.filters.modes.Deny}</option>
      </Select>
      <Select
        aria-label={t.policies.filter.type}
        disabled={disabled}
        value={filter.type}
        onChange={(event) => {
          const type = event.target.value as FilterType
          onChange({ type, value: valueFor(type, filter.value) })
        }}
        className="w-52"
      >
        <TypeOptions label={t.policies.filter.ofHost} types={MACHINE_FILTER_TYPES} />
        <TypeOptions label={t.policies.filter.ofUser} types={USER_FILTER_TYPES} />
      </Select>
      <FilterValue
        filter={filter}
        disabled={disabled}
        groups={groups}
        listId={listId}
        onChange={(value) => onChange({ value })}
      />
      <span className="flex items-center gap-2 text-sm text-ink-2">
        <Switch
          aria-label={t.policies.filter.enabled}
          checked={filter.enabled}
          disabled={disabled}
          onCheckedChange={(enabled) => onChange({ enabled })}
        />
        <span aria-hidden>{t.policies.filter.enabled}</span>
      </span>
      {disabled ? null : (
        <IconButton
          label={t.policies.filter.remove(t.filters.types[filter.type], filter.value)}
          onClick={onRemove}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </fieldset>
  )
}

function TypeOptions({ label, types }: { label: string; types: readonly FilterType[] }) {
  const { t } = useText()
  return (
    <optgroup label={label}>
      {types.map((type) => (
        <option key={type} value={type}>
          {t.filters.types[type]}
        </option>
      ))}
    </optgroup>
  )
}
