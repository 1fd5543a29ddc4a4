'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Panel } from '~/components/ui/panel'
import { poolShares } from '~/components/ui/pool-map'
import { ShareBar } from '~/components/ui/share-bar'
import { StateShape, type Tone } from '~/components/ui/state-mark'

const REFRESH_MS = 30_000
const TONES: Record<string, Tone> = { fine: 'fine', warn: 'attention', critical: 'broken', full: 'broken' }

/** How full each pool is and, at this pace, when it will be; each is a link to the pool. Nothing without pools. */
export function PoolsPanel() {
  const { t, format } = useText()
  const trpc = useTRPC()
  const pools = useQuery(trpc.pools.list.queryOptions(undefined, { refetchInterval: REFRESH_MS }))
  const rows = pools.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Panel id="overview-pools" title={t.overview.pools.title} flush>
      <ul className="py-1.5">
        {rows.map((pool) => (
          <li key={pool.id}>
            <Link
              prefetch={false}
              href={`/addresses/pools/${pool.id}`}
              className="grid gap-1.5 px-4 py-1.5 text-sm hover:bg-hover"
            >
              <span className="flex items-center gap-2">
                <StateShape tone={TONES[pool.state] ?? 'idle'} />
                <span className="min-w-0 flex-1 truncate">{pool.name}</span>
                <span className="text-ink-2 tabular-nums">
                  {t.overview.pools.held(
                    format.number(pool.held),
                    format.number(pool.size),
                    format.percent(pool.size > 0 ? pool.held / pool.size : 0),
                  )}
                </span>
              </span>
              <ShareBar
                className="h-2"
                shares={[
                  ...poolShares({ ...pool, conflict: 0 }),
                  { key: 'free', amount: pool.free, fill: 'bg-transparent' },
                ]}
              />
              {pool.forecast?.fullAt ? (
                <span className="text-ink-3">
                  {t.overview.pools.full} <Time at={pool.forecast.fullAt} ahead />
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
