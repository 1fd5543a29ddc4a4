import type { ComponentProps } from 'react'
import { classNames } from './class-names'

/**
 * A dense table. Below `md` each row turns into a block: give cells that carry no label of their own a `label`,
 * which is then shown before the value.
 */
export function Table({ className, label, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <table
      aria-label={label}
      className={classNames('w-full border-collapse text-sm max-md:block', className)}
      {...props}
    />
  )
}

export function TableHead({ className, ...props }: ComponentProps<'thead'>) {
  return (
    <thead
      className={classNames(
        // The head as one: cells that stick each for themselves are layers to be put together at each frame of a scroll.
        'sticky top-0 z-10 bg-surface max-md:sr-only',
        className,
      )}
      {...props}
    />
  )
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={classNames(
        'border-b px-3 py-2 text-left text-xs font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4',
        className,
      )}
      {...props}
    />
  )
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody className={classNames('max-md:block', className)} {...props} />
}

export function Row({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={classNames(
        'border-b last:border-b-0 hover:bg-hover/60 max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-1.5 max-md:px-4 max-md:py-3',
        className,
      )}
      {...props}
    />
  )
}

export function Td({ className, label, ...props }: ComponentProps<'td'> & { label?: string }) {
  return (
    <td
      data-label={label}
      className={classNames(
        'px-3 py-(--row-pad) align-middle first:pl-4 last:pr-4 max-md:block max-md:min-w-0 max-md:p-0!',
        className,
      )}
      {...props}
    />
  )
}
