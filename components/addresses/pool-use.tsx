'use client'

import type { PoolRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import { poolShares } from '~/components/ui/pool-map'
import { ShareBar } from '~/components/ui/share-bar'
import { StateMark, type Tone } from '~/components/ui/state-mark'

const TONES: Record<PoolRow['state'], Tone> = {
  fine: 'fine',
  warn: 'attention',
  critical: 'attention',
  full: 'broken',
}

export function PoolStateMark({ pool }: { pool: PoolRow }) {
  const { t } = useText()
  return <StateMark tone={TONES[pool.state]}>{t.pools.states[pool.state]}</StateMark>
}

/** How much is held, in words and as a bar with what rests and what is kept. */
export function PoolUse({ pool }: { pool: PoolRow }) {
  const { t, format } = useText()
  const { held, size, resting, reserved, free } = pool
  return (
    <span className="grid min-w-40 gap-1">
      <span className="text-ink-2 tabular-nums">
        {t.pools.useOf(
          format.number(held),
          format.number(size),
          format.percent(size === 0 ? 0 : held / size),
        )}
      </span>
      <ShareBar
        className="h-2"
        shares={[
          ...poolShares({ held, resting, reserved, conflict: 0, free }),
          { key: 'free', amount: free, fill: 'bg-transparent' },
        ]}
      />
    </span>
  )
}

/** When it is full at the pace of its past. */
export function PoolForecastText({ pool }: { pool: PoolRow }) {
  const { t, format } = useText()
  const now = useNow()
  const { forecast, state } = pool
  if (state === 'full') return t.pools.fullNow
  if (!forecast) return <span className="text-ink-3">{t.pools.tooEarly}</span>
  if (forecast.fullAt === null) return t.pools.notFilling
  return (
    <span title={now ? format.instant(forecast.fullAt) : undefined} suppressHydrationWarning>
      {t.pools.fullAt(format.relative(forecast.fullAt, now || Date.now()))}
      <span className="block text-ink-3">{t.pools.perDay(format.number(forecast.perDay))}</span>
    </span>
  )
}
