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

/** One shape for each tone, so that no state rests on colour alone. */
function Shape({ tone }: { tone: Tone }) {
  switch (tone) {
    case 'fine':
      return <circle cx="6" cy="6" r="4.25" fill="currentColor" />
    case 'pending':
      return (
        <>
          <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" />
        </>
      )
    case 'attention':
      return <path d="M6 1.4 11.1 10.6H.9z" fill="currentColor" strokeLinejoin="round" />
    case 'broken':
      return (
        <>
          <rect x="1.25" y="1.25" width="9.5" height="9.5" rx="1.5" fill="currentColor" />
          <path d="M4 4l4 4M8 4l-4 4" stroke="var(--surface)" strokeWidth="1.5" strokeLinecap="round" />
        </>
      )
    case 'idle':
      return (
        <circle
          cx="6"
          cy="6"
          r="4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="2 1.6"
        />
      )
  }
}

export function StateShape({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 12 12"
      className={classNames('size-3 shrink-0', inks[tone], className)}
    >
      <Shape tone={tone} />
    </svg>
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
