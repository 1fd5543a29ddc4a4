import type { ReactNode } from 'react'
import { classNames } from './class-names'

export function Badge({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex max-w-full items-center gap-1 truncate rounded-sm border bg-sunken px-1.5 text-xs leading-[18px] whitespace-nowrap text-ink-2',
        className,
      )}
    >
      {children}
    </span>
  )
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-line-strong bg-sunken px-1 font-sans text-xs leading-4 text-ink-3">
      {children}
    </kbd>
  )
}
