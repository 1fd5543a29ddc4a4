'use client'

import { ToggleGroup } from 'radix-ui'

interface SegmentedProps<Value extends string> {
  label: string
  value: Value | string
  options: { value: Value; label: string }[]
  disabled?: boolean
  onChange: (value: Value) => void
}

/** One of a few, all in sight. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  disabled,
  onChange,
}: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        if (next) onChange(next as Value)
      }}
      className="inline-flex h-8 items-center rounded-md border border-line-strong bg-sunken p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-full rounded-sm px-2.5 text-sm text-ink-2 hover:text-ink data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line)] data-[disabled]:cursor-not-allowed"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
