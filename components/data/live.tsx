'use client'

import { Radio, RefreshCw } from 'lucide-react'
import { Callout } from '~/components/ui/callout'
import { classNames } from '~/components/ui/class-names'
import { useText } from './text'

export type LiveState = 'open' | 'connecting' | 'lost'

export function LiveMark({ state }: { state: LiveState }) {
  const { t } = useText()
  const Icon = state === 'open' ? Radio : RefreshCw
  return (
    <span
      role="status"
      className={classNames(
        'inline-flex items-center gap-1.5 text-sm whitespace-nowrap print:hidden',
        state === 'open' ? 'text-fine' : 'animate-breathe text-ink-3',
      )}
    >
      <Icon aria-hidden className="size-4" />
      {t.common.live[state]}
    </span>
  )
}

export function StaleBanner({ state }: { state: LiveState }) {
  const { t } = useText()
  return state === 'lost' ? (
    <Callout tone="attention" live>
      {t.common.staleBanner}
    </Callout>
  ) : null
}
