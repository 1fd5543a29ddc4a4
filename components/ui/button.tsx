import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'

export const buttonLook = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed aria-disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary:
          'border-transparent bg-accent text-on-accent hover:bg-accent-hover disabled:bg-hover disabled:text-ink-3 aria-disabled:bg-hover aria-disabled:text-ink-3',
        plain:
          'border-line-strong bg-surface text-ink hover:bg-hover disabled:border-line disabled:bg-transparent disabled:text-ink-3 aria-disabled:border-line aria-disabled:bg-transparent aria-disabled:text-ink-3',
        quiet:
          'border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink disabled:text-ink-3 disabled:hover:bg-transparent aria-disabled:text-ink-3',
        danger:
          'border-line-strong bg-surface text-broken hover:border-broken hover:bg-broken-soft disabled:border-line disabled:text-ink-3 aria-disabled:border-line aria-disabled:text-ink-3',
      },
      size: {
        md: 'h-8 px-3 text-sm',
        sm: 'h-7 px-2 text-sm',
        lg: 'h-10 px-4 text-base',
        icon: 'size-8',
        'icon-sm': 'size-7',
      },
    },
    defaultVariants: { look: 'plain', size: 'md' },
  },
)

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonLook> & { asChild?: boolean; busy?: boolean }

/** A button. `busy` keeps its width and its focus while something is under way and refuses further clicks. */
export function Button({ look, size, asChild, busy, className, onClick, children, ...props }: ButtonProps) {
  const Tag = asChild ? Slot.Root : 'button'
  return (
    <Tag
      type={asChild ? undefined : 'button'}
      className={classNames(buttonLook({ look, size }), busy && 'animate-breathe', className)}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {children}
    </Tag>
  )
}
