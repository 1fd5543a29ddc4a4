'use client'

import { TriangleAlert, X } from 'lucide-react'
import { type KeyboardEvent, memo, useRef, useState } from 'react'
import { useText } from '~/components/data/text'
import { programWarnings } from '~/domain/program-warnings'

/**
 * The entries with their warnings. One stop for the Tab key: arrows walk the rows, Delete removes the one at hand and
 * stays in the list.
 */
export const ProgramRows = memo(function ProgramRows({
  entries,
  disabled,
  onRemove,
}: {
  entries: readonly string[]
  disabled: boolean
  onRemove: (entry: string) => void
}) {
  const box = useRef<HTMLUListElement>(null)
  const [active, setActive] = useState(0)
  const current = Math.min(active, entries.length - 1)

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(index, entries.length - 1))
    setActive(next)
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus())
  }
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      Home: 0,
      End: entries.length - 1,
    }
    const move = moves[event.key]
    if (move !== undefined) {
      event.preventDefault()
      focusRow(move)
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && !disabled) {
      event.preventDefault()
      const entry = entries[current]
      if (entry !== undefined) onRemove(entry)
      focusRow(Math.min(current, entries.length - 2))
    }
  }
  return (
    <ul ref={box} onKeyDown={onKeyDown} className="max-h-80 divide-y overflow-y-auto rounded-md border">
      {entries.map((entry, index) => (
        <ProgramRow
          key={entry}
          entry={entry}
          index={index}
          tabbable={index === current}
          disabled={disabled}
          onFocus={() => setActive(index)}
          onRemove={() => onRemove(entry)}
        />
      ))}
    </ul>
  )
})

interface ProgramRowProps {
  entry: string
  index: number
  tabbable: boolean
  disabled: boolean
  onFocus: () => void
  onRemove: () => void
}

function ProgramRow({ entry, index, tabbable, disabled, onFocus, onRemove }: ProgramRowProps) {
  const { t } = useText()
  const warnings = [...new Set(programWarnings(entry).map(({ code }) => code))]
  return (
    <li className="px-3 py-1 text-sm [contain-intrinsic-size:auto_32px] [content-visibility:auto] hover:bg-hover/60">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 font-mono break-all">{entry}</span>
        <button
          type="button"
          data-row={index}
          tabIndex={tabbable ? 0 : -1}
          aria-disabled={disabled || undefined}
          aria-label={t.policies.list.remove(entry)}
          title={t.policies.list.remove(entry)}
          onFocus={onFocus}
          onClick={() => {
            if (!disabled) onRemove()
          }}
          className="grid size-6 shrink-0 place-items-center rounded-md text-ink-3 hover:text-broken aria-disabled:invisible"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      </div>
      {warnings.map((code) => (
        <p key={code} className="flex items-start gap-1.5 pb-1 text-xs text-attention">
          <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          <span>
            <span className="font-medium">{t.codes.warnings[code]?.title ?? code}.</span>{' '}
            <span className="text-ink-2">{t.codes.warnings[code]?.help}</span>
          </span>
        </p>
      ))}
    </li>
  )
}
