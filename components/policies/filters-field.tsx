'use client'

import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { useText } from '~/components/data/text'
import { Badge } from '~/components/ui/badge'
import { Button } from '~/components/ui/button'
import { FieldError } from '~/components/ui/field'
import { IconButton } from '~/components/ui/icon-button'
import { Input, Select } from '~/components/ui/input'
import { Switch } from '~/components/ui/switch'
import type { Filter } from '~/domain/policy-model'
import type { Problem } from '~/domain/result'
import { problemsAt } from './draft'
import { ProblemText } from './problem-text'

/** The types this editor offers. Filters of other types are shown and kept as they are. */
export const EDITABLE_TYPES = ['DesktopGroup', 'DesktopTag', 'OU', 'HostName'] as const
type EditableType = (typeof EDITABLE_TYPES)[number]

function isEditable(type: string): type is EditableType {
  return (EDITABLE_TYPES as readonly string[]).includes(type)
}

interface FiltersFieldProps {
  filters: readonly Filter[]
  problems: readonly Problem[]
  disabled: boolean
  groups: readonly string[]
  onChange: (filters: Filter[]) => void
}

export function FiltersField({ filters, problems, disabled, groups, onChange }: FiltersFieldProps) {
  const { t } = useText()
  const groupsId = useId()
  const replace = (index: number, changes: Partial<Filter>) =>
    onChange(filters.map((filter, at) => (at === index ? { ...filter, ...changes } : filter)))
  return (
    <div className="grid gap-3">
      <datalist id={groupsId}>
        {groups.map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
      {filters.length === 0 ? (
        <p className="text-sm text-ink-2">{t.policies.filter.none}</p>
      ) : (
        <ul className="grid gap-2">
          {filters.map((filter, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a filter is known by its place until it is saved
            <li key={index} className="grid gap-1">
              {isEditable(filter.type) ? (
                <FilterRow
                  filter={filter}
                  number={index + 1}
                  disabled={disabled}
                  suggestions={filter.type === 'DesktopGroup' ? groupsId : undefined}
                  onChange={(changes) => replace(index, changes)}
                  onRemove={() => onChange(filters.filter((_, at) => at !== index))}
                />
              ) : (
                <KeptFilter filter={filter} />
              )}
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
      {filters.length > 1 ? <p className="text-xs text-ink-3">{t.policies.filter.rule}</p> : null}
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
  suggestions: string | undefined
  onChange: (changes: Partial<Filter>) => void
  onRemove: () => void
}

function FilterRow({ filter, number, disabled, suggestions, onChange, onRemove }: FilterRowProps) {
  const { t } = useText()
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
        onChange={(event) => onChange({ type: event.target.value as EditableType })}
        className="w-44"
      >
        {EDITABLE_TYPES.map((type) => (
          <option key={type} value={type}>
            {t.filters.types[type]}
          </option>
        ))}
      </Select>
      <Input
        aria-label={t.policies.filter.value}
        disabled={disabled}
        list={suggestions}
        autoComplete="off"
        placeholder={isEditable(filter.type) ? t.filters.hints[filter.type] : undefined}
        value={filter.value}
        onChange={(event) => onChange({ value: event.target.value })}
        className="min-w-40 flex-1"
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
          label={t.policies.filter.remove(
            isEditable(filter.type) ? t.filters.types[filter.type] : filter.type,
            filter.value,
          )}
          onClick={onRemove}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </fieldset>
  )
}

function KeptFilter({ filter }: { filter: Filter }) {
  const { t } = useText()
  return (
    <p className="flex flex-wrap items-center gap-2 rounded-md border bg-sunken px-2.5 py-1.5 text-sm text-ink-2">
      <span>{t.filters.modes[filter.mode]}</span>
      <span>{t.filters.types[filter.type]}</span>
      <span className="font-mono">{filter.value}</span>
      {filter.enabled ? null : <Badge>{t.common.off}</Badge>}
      <span className="ml-auto text-xs text-ink-3">{t.policies.filter.readOnly}</span>
    </p>
  )
}
