'use client'

import { useText } from '~/components/data/text'
import { Field } from '~/components/ui/field'
import { Input, Select } from '~/components/ui/input'
import { Segmented } from '~/components/ui/segmented'
import { APPLY_TIMES, type ApplyTime } from '~/domain/rollout'
import type { DeliveryDraft, How } from './delivery'
import { GateFields } from './gate-fields'
import { WaveFields } from './wave-fields'

export interface DeliveryProps {
  draft: DeliveryDraft
  onChange: (draft: DeliveryDraft) => void
}

const HOWS: readonly How[] = ['once', 'waves', 'later']

/** At once, in waves, or at a time; and when hosts put it in force. */
export function DeliveryFields({ draft, onChange }: DeliveryProps) {
  const { t } = useText()
  const words = t.rollouts.delivery
  const change = (part: Partial<DeliveryDraft>) => onChange({ ...draft, ...part })
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 text-sm font-medium">{words.label}</legend>
      <Segmented
        label={words.label}
        value={draft.how}
        options={HOWS.map((value) => ({ value, label: words.how[value] }))}
        onChange={(how) => change({ how })}
      />
      <p className="-mt-1 text-sm text-ink-3">{words.help[draft.how]}</p>
      {draft.how === 'waves' ? <WaveFields draft={draft} onChange={onChange} /> : null}
      {draft.how === 'once' ? null : (
        <Field label={words.start} optional={draft.how === 'waves' ? t.common.optional : undefined}>
          {(ids) => (
            <Input
              {...ids}
              type="datetime-local"
              required={draft.how === 'later'}
              value={draft.startAt}
              onChange={(event) => change({ startAt: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field label={words.apply} hint={t.rollouts.applyHelp[draft.apply]}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.apply}
            onChange={(event) => change({ apply: event.target.value as ApplyTime })}
          >
            {APPLY_TIMES.map((value) => (
              <option key={value} value={value}>
                {t.rollouts.apply[value]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {draft.how === 'waves' ? <GateFields draft={draft} onChange={onChange} /> : null}
    </fieldset>
  )
}
