'use client'

import { type KeyboardEvent, useState } from 'react'

interface SegmentedProps<Value extends string> {
  label: string
  value: Value | string
  options: { value: Value; label: string }[]
  disabled?: boolean
  onChange: (value: Value) => void
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }
const ENDS: Record<string, number> = { Home: 0, PageUp: 0, End: -1, PageDown: -1 }

/** One of a few, all in sight. Arrows walk them without choosing: what is chosen may ask the server. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  disabled,
  onChange,
}: SegmentedProps<Value>) {
  const [focused, setFocused] = useState<Value | null>(null)
  const chosen = options.find((option) => option.value === value) ?? options[0]
  const reached = focused ?? chosen?.value
  return (
    <div
      role="radiogroup"
      aria-label={label}
      onKeyDown={walk}
      onBlur={() => setFocused(null)}
      className="inline-flex h-8 items-center rounded-md border border-line-strong bg-sunken p-0.5"
    >
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: arrows would choose among native radios at once
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === reached ? 0 : -1}
          disabled={disabled}
          onFocus={() => setFocused(option.value)}
          onClick={() => {
            if (option.value !== value) onChange(option.value)
          }}
          className="h-full rounded-sm px-2.5 text-sm text-ink-2 hover:text-ink aria-checked:bg-surface aria-checked:font-medium aria-checked:text-ink aria-checked:shadow-[0_0_0_1px_var(--line-strong)] disabled:cursor-not-allowed"
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}

function walk(event: KeyboardEvent<HTMLDivElement>) {
  if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.findIndex(({ tabIndex }) => tabIndex === 0)
  const step = STEPS[event.key]
  const next = step === undefined ? ENDS[event.key] : (at + step) % buttons.length
  if (next === undefined) return
  event.preventDefault()
  buttons.at(next)?.focus()
}
