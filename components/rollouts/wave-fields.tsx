'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { IconButton } from '~/components/ui/icon-button'
import { Input, Select } from '~/components/ui/input'
import type { WaveDraft, WaveKind } from './delivery'
import type { DeliveryProps } from './delivery-fields'

const KINDS: readonly WaveKind[] = ['hosts', 'percent', 'tag', 'group']

/** The waves, one a line; everybody is always the last. */
export function WaveFields({ draft, onChange }: DeliveryProps) {
  const { t, format } = useText()
  const words = t.rollouts.delivery
  const { waves } = draft
  const put = (changed: WaveDraft[]) => onChange({ ...draft, waves: changed })
  return (
    <div className="grid gap-1.5">
      <ol className="grid gap-1.5">
        {waves.map((wave, at) => (
          <li
            key={wave.key}
            className="grid grid-cols-[1.25rem_7.5rem_minmax(0,1fr)_2rem] items-center gap-2 max-sm:grid-cols-[1.25rem_9rem_minmax(0,1fr)_2rem]"
          >
            <span className="text-sm text-ink-3 tabular-nums">{format.number(at + 1)}</span>
            <Select
              aria-label={`${words.row(at + 1)}: ${words.kind}`}
              value={wave.kind}
              onChange={(event) => {
                const kind = event.target.value as WaveKind
                put(waves.map((one) => (one === wave ? { ...one, kind, value: '' } : one)))
              }}
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {words.kinds[kind]}
                </option>
              ))}
            </Select>
            <WaveValue
              label={`${words.row(at + 1)}: ${words.value}`}
              wave={wave}
              onValue={(value) => put(waves.map((one) => (one === wave ? { ...one, value } : one)))}
            />
            <IconButton label={words.remove(at + 1)} onClick={() => put(waves.filter((one) => one !== wave))}>
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
        <li className="grid grid-cols-[1.25rem_1fr] items-center gap-2 text-sm">
          <span className="text-ink-3 tabular-nums">{format.number(waves.length + 1)}</span>
          {words.everybody}
        </li>
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          onClick={() =>
            put([
              ...waves,
              { key: Math.max(0, ...waves.map(({ key }) => key)) + 1, kind: 'percent', value: '' },
            ])
          }
        >
          <Plus aria-hidden />
          {words.add}
        </Button>
      </div>
      <p className="text-sm text-ink-3">{words.wavesHint}</p>
    </div>
  )
}

interface WaveValueProps {
  label: string
  wave: WaveDraft
  onValue: (value: string) => void
}

function WaveValue({ label, wave, onValue }: WaveValueProps) {
  const trpc = useTRPC()
  const isGroup = wave.kind === 'group'
  const groups = useQuery(trpc.deliveryGroups.list.queryOptions(undefined, { enabled: isGroup }))
  if (isGroup) {
    return (
      <Select
        aria-label={label}
        required
        value={wave.value}
        onChange={(event) => onValue(event.target.value)}
      >
        <option value="" />
        {groups.data?.rows.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </Select>
    )
  }
  const isNumber = wave.kind !== 'tag'
  return (
    <Input
      aria-label={label}
      required
      {...(isNumber && { type: 'number', min: 1, max: wave.kind === 'percent' ? 100 : undefined })}
      step={wave.kind === 'percent' ? 'any' : undefined}
      maxLength={64}
      value={wave.value}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}
