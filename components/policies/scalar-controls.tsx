'use client'

import { useText } from '~/components/data/text'
import { Input, Select } from '~/components/ui/input'
import { Segmented } from '~/components/ui/segmented'
import { settingShape } from '~/domain/settings'
import type { ControlProps } from './setting-field'
import { settingName, settingText } from './setting-value'

const WORDS = { unset: undefined, on: true, off: false } as const

export function BooleanControl({ id, value, onChange, disabled }: ControlProps) {
  const { t } = useText()
  const word = value === undefined ? 'unset' : value ? 'on' : 'off'
  return (
    <div className="justify-self-start">
      <Segmented
        label={settingName(id, t)}
        value={word}
        disabled={disabled}
        options={[
          { value: 'unset', label: t.policies.editor.notSet },
          { value: 'on', label: t.common.on },
          { value: 'off', label: t.common.off },
        ]}
        onChange={(next) => onChange(WORDS[next])}
      />
    </div>
  )
}

export function ChoiceControl({ id, value, onChange, labelledBy, disabled }: ControlProps) {
  const { t } = useText()
  return (
    <Select
      aria-labelledby={labelledBy}
      disabled={disabled}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value || undefined)}
      className="max-w-72"
    >
      <option value="">{t.policies.editor.notSet}</option>
      {(settingShape(id).choices ?? []).map((choice) => (
        <option key={choice} value={choice}>
          {settingText(id, choice, t)}
        </option>
      ))}
    </Select>
  )
}

/** Adapter and pool: a line of text, where empty means none. */
export function TextControl({ id, value, onChange, labelledBy, disabled }: ControlProps) {
  const { t } = useText()
  const words = settingShape(id).kind === 'adapter' ? t.policies.adapter : t.policies.pool
  return (
    <div className="grid max-w-96 gap-1">
      <Input
        aria-labelledby={labelledBy}
        className="font-mono"
        disabled={disabled}
        placeholder={words.placeholder}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value.trim() === '' ? null : event.target.value)}
      />
      <p className="text-xs text-ink-3">{words.hint}</p>
    </div>
  )
}
