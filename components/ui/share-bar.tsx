import { classNames } from './class-names'

export interface Share {
  key: string
  amount: number
  /** A texture of its own besides its colour. */
  fill: string
}

/** How a whole divides, filling as it changes. Its numbers stand beside it: it is hidden from screen readers. */
export function ShareBar({ shares, className }: { shares: readonly Share[]; className?: string }) {
  return (
    <div
      aria-hidden
      className={classNames('flex h-3 gap-0.5 overflow-hidden rounded-sm bg-sunken print:border', className)}
    >
      {shares.map(({ key, amount, fill }) =>
        amount > 0 ? (
          <span
            key={key}
            className={classNames('min-w-1.5 rounded-[2px] transition-[flex-grow] duration-500', fill)}
            style={{ flexGrow: amount, flexBasis: 0 }}
          />
        ) : null,
      )}
    </div>
  )
}
