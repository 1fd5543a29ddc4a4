'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PoolView } from '~/components/data/api'
import { LiveMark, type LiveState, StaleBanner } from '~/components/data/live'
import { useRefusal } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { Facts } from '~/components/ui/facts'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { Segmented } from '~/components/ui/segmented'
import { SkeletonRows } from '~/components/ui/skeleton'
import { DiscrepanciesPanel } from './discrepancies-panel'
import { PoolPicture } from './pool-picture'
import { PoolForecastText, PoolStateMark, PoolUse } from './pool-use'
import { UseChart } from './use-chart'
import { usePoolWatch } from './use-pool-watch'

const PoolDialog = late(() => import('./pool-dialog').then((module) => module.PoolDialog))
const RemovePoolDialog = late(() => import('./remove-pool-dialog').then((module) => module.RemovePoolDialog))

const HOURS = [6, 24, 168, 720] as const
type Hours = (typeof HOURS)[number]
const hoursOf = (text: string): Hours => HOURS.find((hours) => String(hours) === text) ?? 24

/** One pool: its map, its use over time, and who has which address. */
export function PoolScreen({ id }: { id: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const { get } = useUrlFilters()
  const hours = hoursOf(get('hours'))
  const live = usePoolWatch()
  const query = useQuery(trpc.pools.get.queryOptions({ id, hours }, { placeholderData: (before) => before }))
  if (query.data) return <PoolPage pool={query.data} hours={hours} live={live} />
  return query.error ? (
    <LoadFailed what={t.pools.pools} error={query.error} onRetry={() => void query.refetch()} />
  ) : (
    <SkeletonRows label={t.common.loading} />
  )
}

function PoolPage({ pool, hours, live }: { pool: PoolView; hours: Hours; live: LiveState }) {
  const { t, format } = useText()
  const { set } = useUrlFilters()
  const refusal = useRefusal('hosts.manage')
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null)
  return (
    <Page
      title={pool.name}
      lead={pool.description || undefined}
      trail={[{ label: t.pools.title, href: '/addresses' }]}
      beside={
        <>
          <PoolStateMark pool={pool} />
          <LiveMark state={live} />
        </>
      }
      actions={
        <>
          <GatedButton refusal={refusal} onClick={() => setOpen('edit')}>
            {t.pools.edit}
          </GatedButton>
          <GatedButton look="danger" refusal={refusal} onClick={() => setOpen('remove')}>
            {t.pools.remove}
          </GatedButton>
        </>
      }
    >
      <StaleBanner state={live} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Panel title={t.pools.map} id="map">
          <PoolPicture pool={pool} />
        </Panel>
        <div className="grid min-w-0 gap-4">
          <Panel title={t.pools.use} id="use">
            <PoolUse pool={pool} />
            <div className="mt-3">
              <Facts
                rows={[
                  [t.pools.forecast, <PoolForecastText key="forecast" pool={pool} />],
                  [t.pools.network, <code key="network">{pool.network}</code>],
                  [t.pools.ranges, <code key="ranges">{pool.ranges.join(', ') || pool.network}</code>],
                  ...(pool.exclusions.length > 0
                    ? [[t.pools.exclusions, <code key="out">{pool.exclusions.join(', ')}</code>] as const]
                    : []),
                  [t.pools.quarantine, format.number(pool.quarantineSeconds)],
                  ...(pool.leaving > 0 ? [[t.pools.leaving, format.number(pool.leaving)] as const] : []),
                ]}
              />
            </div>
          </Panel>
          <Panel
            title={t.pools.overTime}
            id="over-time"
            actions={
              <Segmented
                label={t.pools.overTime}
                value={String(hours)}
                options={HOURS.map((each) => ({ value: String(each), label: t.pools.hours[each] }))}
                onChange={(value) => set({ hours: value === '24' ? '' : value })}
              />
            }
          >
            <UseChart use={pool.use} hours={hours} size={pool.size} warnPercent={pool.warnPercent} />
          </Panel>
        </div>
      </div>
      <DiscrepanciesPanel poolId={pool.id} />
      {open === 'edit' ? <PoolDialog pool={pool} onClose={() => setOpen(null)} /> : null}
      {open === 'remove' ? <RemovePoolDialog pool={pool} onClose={() => setOpen(null)} /> : null}
    </Page>
  )
}
