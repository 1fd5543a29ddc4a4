'use client'

import Link from 'next/link'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Badge } from '~/components/ui/badge'
import { Tooltip } from '~/components/ui/tooltip'
import { HOME } from './screens'

/** A loop that does not close on itself: each session has its own. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className} fill="none">
      <rect width="24" height="24" rx="6" fill="var(--accent)" />
      <path
        d="M8 9.2a4.6 4.6 0 1 1-.9 4.6M5.9 10.2l2.2-1.3 1.4 2.1"
        stroke="var(--on-accent)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="12" cy="12.2" r="1.5" fill="var(--on-accent)" />
    </svg>
  )
}

export function Brand() {
  const { t } = useText()
  const { farm } = useMe()
  return (
    <div className="flex min-w-0 items-center gap-2.5">
      <Link prefetch={false} href={HOME} className="flex min-w-0 items-center gap-2.5 rounded-sm">
        <Mark className="size-6 shrink-0" />
        <span className="grid min-w-0 leading-tight">
          <span className="text-sm font-semibold tracking-tight">{t.shell.product}</span>
          {farm.name === t.shell.product ? null : (
            <span className="truncate text-xs text-ink-3">{farm.name}</span>
          )}
        </span>
      </Link>
      {farm.demo ? (
        <Tooltip hint={t.shell.demoHint}>
          <button type="button" aria-description={t.shell.demoHint} className="ml-auto rounded-sm">
            <Badge className="border-attention/40 bg-attention-soft font-medium text-attention">
              {t.shell.demo}
            </Badge>
          </button>
        </Tooltip>
      ) : null}
    </div>
  )
}
