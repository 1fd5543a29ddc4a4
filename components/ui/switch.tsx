import type { ComponentProps } from 'react'
import { classNames } from './class-names'

type SwitchProps = Omit<ComponentProps<'button'>, 'children'> & {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
}

export function Switch({ checked, onCheckedChange, className, ...props }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      onClick={() => onCheckedChange(!checked)}
      className={classNames(
        'group inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-colors aria-checked:border-accent aria-checked:bg-accent disabled:cursor-not-allowed disabled:opacity-60',
        className,
      )}
      {...props}
    >
      <span className="block size-3.5 rounded-full bg-ink-3 transition-transform group-aria-checked:translate-x-4 group-aria-checked:bg-on-accent" />
    </button>
  )
}
