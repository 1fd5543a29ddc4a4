import type { ReactNode } from 'react'
import { classNames } from './class-names'

export type Tone = 'fine' | 'pending' | 'attention' | 'broken' | 'idle'

const inks: Record<Tone, string> = {
  fine: 'text-fine',
  pending: 'text-pending',
  attention: 'text-attention',
  broken: 'text-broken',
  idle: 'text-ink-3',
}

/**
 * One shape for each tone, so that no state rests on colour alone. Drawn by a box: an image of its own in each row would
 * be the dearest part of a long list that scrolls.
 */
const shapes: Record<Tone, string> = {
  fine: 'shape-dot',
  pending: 'shape-half',
  attention: 'shape-triangle',
  broken: 'shape-cross',
  idle: 'shape-ring',
}

export function StateShape({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <span aria-hidden className={classNames('block size-3 shrink-0', shapes[tone], inks[tone], className)} />
  )
}

/** A state by shape, word and colour. `detail` follows in quiet ink. */
export function StateMark({
  tone,
  detail,
  className,
  children,
}: {
  tone: Tone
  detail?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <span className={classNames('inline-flex max-w-full min-w-0 items-center gap-1.5 text-sm', className)}>
      <StateShape tone={tone} />
      <span
        className={classNames(
          'whitespace-nowrap',
          tone !== 'fine' && tone !== 'idle' && 'font-medium',
          tone === 'idle' || tone === 'fine' ? 'text-ink-2' : inks[tone],
        )}
      >
        {children}
      </span>
      {detail ? <span className="truncate text-ink-3">{detail}</span> : null}
    </span>
  )
}
