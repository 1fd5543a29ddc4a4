'use client'

import { useId } from 'react'
import { useText } from '~/components/data/text'
import { classNames } from '~/components/ui/class-names'
import { Field } from '~/components/ui/field'
import { Input, Select } from '~/components/ui/input'
import { Switch } from '~/components/ui/switch'
import { defaultPatience, type Gate } from '~/domain/rollout'
import type { DeliveryDraft } from './delivery'
import type { DeliveryProps } from './delivery-fields'

const CHECKS: readonly (keyof Gate)[] = ['failedHosts', 'silentPercent', 'bindFailures', 'discrepancies']

/** When the rollout halts, how long its waves take, and in which hours they open. */
export function GateFields({ draft, onChange }: DeliveryProps) {
  const { t } = useText()
  const words = t.rollouts
  const change = (part: Partial<DeliveryDraft>) => onChange({ ...draft, ...part })
  return (
    <details className="rounded-md border px-3 py-2">
      <summary className="text-sm font-medium">{words.delivery.more}</summary>
      <div className="mt-3 grid gap-3">
        <p className="text-sm text-ink-3">{words.gateHint}</p>
        <div className="grid grid-cols-2 gap-3">
          {CHECKS.map((check) => (
            <Amount
              key={check}
              label={words.gateText[check]}
              value={draft.gate[check]}
              onValue={(value) => change({ gate: { ...draft.gate, [check]: value } })}
            />
          ))}
          <Amount
            label={words.delivery.soak}
            value={draft.soakMinutes}
            onValue={(soakMinutes) => change({ soakMinutes })}
          />
          <Amount
            label={words.delivery.patience}
            value={draft.patienceMinutes}
            placeholder={String(defaultPatience(draft.apply))}
            least={1}
            onValue={(patienceMinutes) => change({ patienceMinutes })}
          />
        </div>
        <Field label={words.failing}>
          {(ids) => (
            <Select
              {...ids}
              value={draft.onFailure}
              onChange={(event) =>
                change({ onFailure: event.target.value === 'halt' ? 'halt' : 'roll-back' })
              }
            >
              <option value="halt">{words.onFailure.halt}</option>
              <option value="roll-back">{words.onFailure['roll-back']}</option>
            </Select>
          )}
        </Field>
        <Hours draft={draft} onChange={onChange} />
      </div>
    </details>
  )
}

interface AmountProps {
  label: string
  value: string
  placeholder?: string
  least?: number
  onValue: (value: string) => void
}

function Amount({ label, value, placeholder, least = 0, onValue }: AmountProps) {
  return (
    <Field label={label}>
      {(ids) => (
        <Input
          {...ids}
          type="number"
          min={least}
          step="any"
          required={placeholder === undefined}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  )
}

const NIGHTS = { days: [1, 2, 3, 4, 5], from: '22:00', to: '05:00' }

function Hours({ draft, onChange }: DeliveryProps) {
  const { t, format } = useText()
  const words = t.rollouts.delivery
  const id = useId()
  const { hours } = draft
  const put = (part: Partial<typeof NIGHTS>) =>
    onChange({ ...draft, hours: { ...(hours ?? NIGHTS), ...part } })
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-2">
        <Switch
          id={id}
          checked={hours !== null}
          onCheckedChange={(on) => onChange({ ...draft, hours: on ? NIGHTS : null })}
        />
        <label htmlFor={id} className="text-sm font-medium">
          {words.hours}
        </label>
      </div>
      {hours ? (
        <>
          <div className="flex flex-wrap gap-1">
            {words.days.map((day, at) => {
              const on = hours.days.includes(at + 1)
              return (
                <button
                  key={day}
                  type="button"
                  aria-pressed={on}
                  aria-label={words.dayNames[at]}
                  className={classNames(
                    'h-7 rounded-md border px-2 text-sm',
                    on ? 'border-accent bg-hover font-medium text-ink' : 'text-ink-3',
                  )}
                  onClick={() =>
                    put({
                      days: on
                        ? hours.days.filter((one) => one !== at + 1)
                        : [...hours.days, at + 1].sort((a, b) => a - b),
                    })
                  }
                >
                  {day}
                </button>
              )
            })}
          </div>
          <div className="grid grid-cols-2 gap-3">
            <Clock label={words.from} value={hours.from} onValue={(from) => put({ from })} />
            <Clock label={words.to} value={hours.to} onValue={(to) => put({ to })} />
          </div>
          <p className="text-sm text-ink-3">{words.zone(format.zone)}</p>
        </>
      ) : null}
    </div>
  )
}

function Clock({
  label,
  value,
  onValue,
}: {
  label: string
  value: string
  onValue: (value: string) => void
}) {
  return (
    <Field label={label}>
      {(ids) => (
        <Input
          {...ids}
          type="time"
          required
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  )
}
