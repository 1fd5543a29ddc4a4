'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useCallback } from 'react'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { ListFoot, LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { SkeletonRows } from '~/components/ui/skeleton'
import { SESSION_FILTERS, sessionListInput } from './session-filters'
import { SessionTable } from './session-table'
import { SessionToolbar } from './session-toolbar'
import { useSessionWatch } from './use-session-watch'

const SessionDrawer = dynamic(() =>
  import('~/components/sessions/session-drawer').then((module) => module.SessionDrawer),
)

export function SessionsScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const { get, set } = filters
  const input = sessionListInput(Object.fromEntries(SESSION_FILTERS.map((name) => [name, get(name)])))
  const { live, fresh } = useSessionWatch(input)
  const list = useInfiniteQuery(
    trpc.sessions.list.infiniteQueryOptions(input, {
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const open = useCallback((id: string) => set({ session: id }), [set])
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const filtered = filters.any(['q', 'hostId', 'discrepancy', 'reason'])

  return (
    <Page title={t.sessions.title} lead={t.sessions.question} beside={<LiveMark state={live} />}>
      <StaleBanner state={live} />
      <div className="min-w-0 rounded-lg border bg-surface">
        <SessionToolbar filters={filters} hostName={rows[0]?.host} />
        {list.error ? (
          <LoadFailed what={t.sessions.title} error={list.error} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <SkeletonRows label={t.common.loading} />
        ) : rows.length === 0 ? (
          <Empty
            icon={MonitorSmartphone}
            title={filtered ? t.sessions.noneTitle : t.sessions.emptyTitle}
            action={
              filtered ? (
                <Button onClick={() => set({ q: '', hostId: '', discrepancy: '', reason: '', state: '' })}>
                  {t.common.clear}
                </Button>
              ) : null
            }
          >
            {filtered ? null : t.sessions.emptyText}
          </Empty>
        ) : (
          <>
            <SessionTable rows={rows} fresh={fresh} onOpen={open} />
            <ListFoot
              count={rows.length}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </>
        )}
      </div>
      {get('session') ? <SessionDrawer id={get('session')} onClose={() => set({ session: '' })} /> : null}
    </Page>
  )
}
