'use client'

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Server } from 'lucide-react'
import Link from 'next/link'
import { useCallback } from 'react'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { ListFoot, LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { Button, buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { SkeletonRows } from '~/components/ui/skeleton'
import { ConvergenceBar } from './convergence-bar'
import { HOST_FILTERS, HostFilters } from './host-filters'
import { hostListInput } from './host-list-input'
import { HostTable } from './host-table'
import { useHostWatch } from './use-host-watch'

export function HostsScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const { get, set } = filters
  const live = useHostWatch()
  const summary = useQuery(trpc.hosts.summary.queryOptions())
  const groups = useQuery(trpc.deliveryGroups.list.queryOptions())
  const list = useInfiniteQuery(
    trpc.hosts.list.infiniteQueryOptions(
      hostListInput(Object.fromEntries(HOST_FILTERS.map((name) => [name, get(name)]))),
      {
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
      },
    ),
  )
  const search = useCallback((q: string) => set({ q }), [set])
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const filtered = filters.any([...HOST_FILTERS])

  return (
    <Page title={t.hosts.title} lead={t.hosts.question} beside={<LiveMark state={live} />}>
      <StaleBanner state={live} />
      {summary.data ? (
        <ConvergenceBar
          summary={summary.data}
          choice={{ chosen: get('convergence'), onChoose: (convergence) => set({ convergence }) }}
        />
      ) : null}
      <div className="min-w-0 rounded-lg border bg-surface">
        <HostFilters filters={filters} groups={groups.data?.rows ?? []} onSearch={search} />
        {list.error ? (
          <LoadFailed what={t.hosts.title} error={list.error} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <SkeletonRows label={t.common.loading} />
        ) : rows.length === 0 ? (
          <NoHosts
            filtered={filtered}
            onClear={() => set(Object.fromEntries(HOST_FILTERS.map((name) => [name, ''])))}
          />
        ) : (
          <>
            <HostTable rows={rows} />
            <ListFoot
              count={rows.length}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </>
        )}
      </div>
    </Page>
  )
}

function NoHosts({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useText()
  return filtered ? (
    <Empty
      icon={Server}
      title={t.hosts.noneTitle}
      action={<Button onClick={onClear}>{t.common.clear}</Button>}
    />
  ) : (
    <Empty
      icon={Server}
      title={t.hosts.emptyTitle}
      action={
        <Link prefetch={false} href="/enrolment" className={buttonLook({ look: 'primary' })}>
          {t.hosts.emptyAction}
        </Link>
      }
    >
      {t.hosts.emptyText}
    </Empty>
  )
}
