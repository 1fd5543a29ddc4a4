'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import type { WavePreview } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { classNames } from '~/components/ui/class-names'
import { IconButton } from '~/components/ui/icon-button'
import { Input, Select } from '~/components/ui/input'
import { type WaveDraft, type WaveKind, wavesOf } from './delivery'
import type { DeliveryProps } from './delivery-fields'
import { wavePreviewText } from './wave-preview-text'

const KINDS: readonly WaveKind[] = ['hosts', 'percent', 'tag', 'group']

/** The waves, one a line; everybody is always the last. */
export function WaveFields({ draft, onChange }: DeliveryProps) {
  const text = useText()
  const { t, format } = text
  const words = t.rollouts.delivery
  const { waves } = draft
  const preview = useWavePreview(draft)
  const takes = (at: number) => {
    const one = preview?.[at]
    return one ? (
      <span
        className={classNames(
          'col-start-2 col-end-5 text-xs',
          one.hosts === 0 ? 'text-attention' : 'text-ink-3',
        )}
      >
        {wavePreviewText(one, text)}
      </span>
    ) : null
  }
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
            {takes(at)}
          </li>
        ))}
        <li className="grid grid-cols-[1.25rem_1fr] items-center gap-2 text-sm">
          <span className="text-ink-3 tabular-nums">{format.number(waves.length + 1)}</span>
          {words.everybody}
          {takes(waves.length)}
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

/** What each wave would take, once its lines say something that can be asked; the last answer stays meanwhile. */
function useWavePreview(draft: DeliveryProps['draft']): WavePreview[] | undefined {
  const trpc = useTRPC()
  const isWhole = draft.waves.every(({ kind, value }) =>
    kind === 'hosts' || kind === 'percent' ? Number(value.replace(',', '.')) > 0 : value.trim() !== '',
  )
  const waves = wavesOf(draft)
  const { data, isError } = useQuery(
    trpc.policies.waves.queryOptions(
      { waves },
      { enabled: isWhole, placeholderData: keepPreviousData, retry: false },
    ),
  )
  return isError ? undefined : data
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
