import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'

export const inputLook =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-ink-3 transition-colors hover:border-ink-3 aria-invalid:border-broken disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-3 max-sm:text-[16px]'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={classNames(inputLook, 'h-8', className)} {...props} />
}

export function TextArea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={classNames(inputLook, 'min-h-20 py-1.5', className)} {...props} />
}

/** The platform's own list: it is known to every hand, keyboard, phone and screen reader. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={classNames('relative inline-grid min-w-0', className)}>
      <select className={classNames(inputLook, 'h-8 appearance-none truncate pr-8')} {...props}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-ink-3" />
    </span>
  )
}
