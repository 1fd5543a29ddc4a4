import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'

type CalloutTone = 'info' | 'attention' | 'broken'
const looks: Record<CalloutTone, { box: string; icon: string; Icon: LucideIcon }> = {
  info: { box: 'border-line-strong bg-surface', icon: 'text-pending', Icon: Info },
  attention: { box: 'border-attention/40 bg-attention-soft', icon: 'text-attention', Icon: TriangleAlert },
  broken: { box: 'border-broken/40 bg-broken-soft', icon: 'text-broken', Icon: CircleAlert },
}

interface CalloutProps {
  tone?: CalloutTone
  title?: ReactNode
  actions?: ReactNode
  live?: boolean
  className?: string
  children?: ReactNode
}

/** Something to know before going on. `live` has it read aloud when it appears. */
export function Callout({ tone = 'info', title, actions, live, className, children }: CalloutProps) {
  const { box, icon, Icon } = looks[tone]
  return (
    <div
      role={live ? (tone === 'broken' ? 'alert' : 'status') : undefined}
      className={classNames(
        'flex flex-wrap items-start gap-x-4 gap-y-2 rounded-lg border px-3.5 py-2.5',
        box,
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
        <Icon aria-hidden className={classNames('mt-[3px] size-4 shrink-0', icon)} />
        <div className="min-w-0 flex-1 text-sm text-ink-2">
          {title ? <p className="font-medium text-ink">{title}</p> : null}
          {children}
        </div>
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  )
}
