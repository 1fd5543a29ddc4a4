'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { FileSearch } from 'lucide-react'
import { useCallback, useState } from 'react'
import { ListFoot, LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useLoadMore } from '~/components/data/use-load-more'
import { Empty } from '~/components/ui/empty'
import { SkeletonRows } from '~/components/ui/skeleton'
import { ComparisonPanel } from './comparison-panel'
import { DiscoveryPage } from './discovery-page'
import { UploadList } from './upload-list'
import { UploadZone } from './upload-zone'
import { useUploads } from './use-uploads'

export function CapturesScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [joining, setJoining] = useState<{ id: string; name: string } | null>(null)
  const renew = useCallback(
    () => void queries.invalidateQueries(trpc.discovery.pathFilter()),
    [queries, trpc.discovery],
  )
  const uploads = useUploads(renew)
  const list = useInfiniteQuery(
    trpc.discovery.comparisons.infiniteQueryOptions(
      {},
      { getNextPageParam: (page) => page.next ?? undefined, placeholderData: keepPreviousData },
    ),
  )
  const more = useLoadMore(list)
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <DiscoveryPage>
      <UploadZone
        joining={joining?.name ?? null}
        onStopJoining={() => setJoining(null)}
        onFiles={(files, oneMachine) => {
          void uploads.send(files, {
            ...(joining && { comparison: joining.id }),
            ...(oneMachine && { oneMachine }),
          })
          setJoining(null)
        }}
      />
      <UploadList uploads={uploads.list} onCancel={uploads.cancel} />
      <div className="grid gap-3">
        <div>
          <h2 className="text-sm font-semibold">{t.discovery.captures.comparisons}</h2>
          <p className="text-sm text-ink-3">{t.discovery.captures.comparisonHint}</p>
        </div>
        {list.error ? (
          <LoadFailed
            what={t.discovery.captures.comparisons}
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : list.isPending ? (
          <SkeletonRows label={t.common.loading} rows={3} />
        ) : rows.length === 0 ? (
          <div className="rounded-lg border bg-surface">
            <Empty icon={FileSearch} title={t.discovery.captures.emptyTitle}>
              {t.discovery.captures.emptyText}
            </Empty>
          </div>
        ) : (
          <>
            {rows.map((comparison) => (
              <ComparisonPanel
                key={comparison.id}
                comparison={comparison}
                onAdd={() => {
                  setJoining(comparison)
                  window.scrollTo({ top: 0 })
                }}
              />
            ))}
            <ListFoot count={rows.length} hasMore={list.hasNextPage} {...more} />
          </>
        )}
      </div>
    </DiscoveryPage>
  )
}
