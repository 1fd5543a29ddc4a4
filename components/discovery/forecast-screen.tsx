'use client'

import { useQuery } from '@tanstack/react-query'
import { CloudSun } from 'lucide-react'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Empty } from '~/components/ui/empty'
import { Select } from '~/components/ui/input'
import { SkeletonRows } from '~/components/ui/skeleton'
import { DiscoveryPage } from './discovery-page'
import { ForecastPanel } from './forecast-panel'
import { ReplayPanel } from './replay-panel'

export function ForecastScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const { get, set } = useUrlFilters()
  const group = get('group')
  const groups = useQuery(trpc.deliveryGroups.list.queryOptions())
  const answer = useQuery(
    trpc.discovery.forecast.queryOptions(group ? { deliveryGroup: group } : {}, { staleTime: 60_000 }),
  )
  const classes = answer.data?.classes.filter(({ rows, cuts }) => rows.length + cuts.length > 0) ?? []
  return (
    <DiscoveryPage>
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-64 text-sm text-ink-2">{t.discovery.forecast.lead}</p>
        <Select
          aria-label={t.discovery.forecast.group}
          value={group}
          onChange={(event) => set({ group: event.target.value })}
          className="max-sm:w-full"
        >
          <option value="">{t.discovery.forecast.allGroups}</option>
          {groups.data?.rows.map(({ id, name }) => (
            <option key={id} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      {answer.error ? (
        <LoadFailed
          what={t.discovery.tabs.forecast}
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      ) : !answer.data ? (
        <SkeletonRows label={t.common.loading} />
      ) : (
        <>
          {classes.length === 0 ? (
            <div className="rounded-lg border bg-surface">
              <Empty icon={CloudSun} title={t.discovery.forecast.emptyTitle}>
                {t.discovery.forecast.emptyText}
              </Empty>
            </div>
          ) : (
            classes.map((one) => <ForecastPanel key={`${one.family} ${one.names.join()}`} forecast={one} />)
          )}
          <ReplayPanel forecast={answer.data} />
        </>
      )}
    </DiscoveryPage>
  )
}
