'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Radar, Upload } from 'lucide-react'
import Link from 'next/link'
import { useCallback } from 'react'
import { ListFoot, LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useLoadMore } from '~/components/data/use-load-more'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Button, buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { late } from '~/components/ui/late'
import { SkeletonRows } from '~/components/ui/skeleton'
import { DiscoveryPage } from './discovery-page'
import { FINDING_FILTERS, findingListInput } from './finding-filters'
import { FindingTable } from './finding-table'
import { FindingToolbar } from './finding-toolbar'

const FindingDrawer = late(() =>
  import('~/components/discovery/finding-drawer').then((module) => module.FindingDrawer),
)

/** Agents confirm and sessions come without news of it on this screen. */
const REFRESH_MS = 5_000

export function FindingsScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const { get, set } = filters
  const input = findingListInput(Object.fromEntries(FINDING_FILTERS.map((name) => [name, get(name)])))
  const list = useInfiniteQuery(
    trpc.discovery.findings.infiniteQueryOptions(input, {
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    }),
  )
  const open = useCallback((id: string) => set({ finding: id }), [set])
  const more = useLoadMore(list)
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const filtered = filters.any(['q', 'verdict', 'state'])
  const upload = (
    <Link prefetch={false} href="/discovery/captures" className={buttonLook({ look: 'primary' })}>
      <Upload aria-hidden />
      {t.discovery.findings.upload}
    </Link>
  )
  return (
    <DiscoveryPage actions={upload}>
      <div className="min-w-0 rounded-lg border bg-surface">
        <FindingToolbar filters={filters} counts={list.data?.pages[0]?.counts} />
        {list.error ? (
          <LoadFailed
            what={t.discovery.findings.table}
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : list.isPending ? (
          <SkeletonRows label={t.common.loading} />
        ) : rows.length === 0 ? (
          <Empty
            icon={Radar}
            title={filtered ? t.discovery.findings.noneTitle : t.discovery.findings.emptyTitle}
            action={
              filtered ? (
                <Button onClick={() => set({ q: '', verdict: '', state: '' })}>{t.common.clear}</Button>
              ) : null
            }
          >
            {filtered ? null : t.discovery.findings.emptyText}
          </Empty>
        ) : (
          <>
            <FindingTable rows={rows} onOpen={open} />
            <ListFoot count={rows.length} hasMore={list.hasNextPage} {...more} />
          </>
        )}
      </div>
      {get('finding') ? <FindingDrawer id={get('finding')} onClose={() => set({ finding: '' })} /> : null}
    </DiscoveryPage>
  )
}
