import type { ReactNode } from 'react'
import { classNames } from './class-names'

interface PanelProps {
  title?: ReactNode
  hint?: ReactNode
  actions?: ReactNode
  className?: string
  /** Content that brings its own edges, such as a table. */
  flush?: boolean
  id?: string
  children: ReactNode
}

export function Panel({ title, hint, actions, className, flush, id, children }: PanelProps) {
  return (
    <section
      aria-labelledby={title && id ? `${id}-title` : undefined}
      id={id}
      className={classNames('min-w-0 rounded-lg border bg-surface', className)}
    >
      {title ? (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2">
          <div className="min-w-0 flex-1">
            <h2 id={id ? `${id}-title` : undefined} className="text-sm font-semibold">
              {title}
            </h2>
            {hint ? <p className="text-sm text-ink-3">{hint}</p> : null}
          </div>
          {actions}
        </header>
      ) : null}
      <div className={flush ? 'min-w-0' : 'px-4 py-3'}>{children}</div>
    </section>
  )
}
