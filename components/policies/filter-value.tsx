'use client'

import { useText } from '~/components/data/text'
import { Input, Select } from '~/components/ui/input'
import { ACCESS_CONNECTIONS } from '~/domain/access-control'
import { CLIENT_PLATFORMS, DESKTOP_KINDS } from '~/domain/filter-choices'
import type { Filter, FilterType } from '~/domain/policy-model'
import { sameName } from '~/domain/text'

/** The values of types that know no others. */
const CHOICES: Partial<Record<FilterType, readonly string[]>> = {
  DesktopKind: DESKTOP_KINDS,
  ClientPlatform: CLIENT_PLATFORMS,
}
/** Values that come up most; others may be typed. */
const SUGGESTIONS: Partial<Record<FilterType, readonly string[]>> = { AccessControl: ACCESS_CONNECTIONS }

/** What a filter starts with when its type is chosen: the value before, where it is one of the new type too. */
export function valueFor(type: FilterType, value: string): string {
  const choices = CHOICES[type]
  if (choices) return choices.find((choice) => sameName(choice, value)) ?? choices[0] ?? ''
  const wasChoice = Object.values(CHOICES).some((known) => known.includes(value))
  return wasChoice ? '' : value
}

interface FilterValueProps {
  filter: Filter
  disabled: boolean
  groups: readonly string[]
  listId: string
  onChange: (value: string) => void
}

export function FilterValue({
  filter: { type, value },
  disabled,
  groups,
  listId,
  onChange,
}: FilterValueProps) {
  const { t } = useText()
  const choices = CHOICES[type]
  if (choices) {
    const known = choices.find((choice) => sameName(choice, value))
    return (
      <Select
        aria-label={t.policies.filter.value}
        disabled={disabled}
        value={known ?? value}
        onChange={(event) => onChange(event.target.value)}
        className="min-w-40 flex-1"
      >
        {known ? null : <option value={value}>{value}</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </Select>
    )
  }
  const suggestions = type === 'DesktopGroup' ? groups : SUGGESTIONS[type]
  return (
    <>
      <Input
        aria-label={t.policies.filter.value}
        disabled={disabled}
        list={suggestions ? listId : undefined}
        autoComplete="off"
        placeholder={t.filters.hints[type]}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-w-40 flex-1"
      />
      {suggestions ? (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      ) : null}
    </>
  )
}
