'use client'

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Server } from 'lucide-react'
import Link from 'next/link'
import { useCallback } from 'react'
import type { HostRow } from '~/components/data/api'
import { ListFrame } from '~/components/data/list-frame'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { AttentionNotice } from '~/components/rollouts/attention-notice'
import { Page } from '~/components/shell/page'
import { Button, buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { ConvergenceBar } from './convergence-bar'
import { useHostColumns } from './host-columns'
import { HOST_FILTERS, HostFilters } from './host-filters'
import { hostListInput } from './host-list-input'
import { useHostWatch } from './use-host-watch'

const rowKey = ({ id }: HostRow) => id

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
  const columns = useHostColumns()
  return (
    <Page title={t.hosts.title} lead={t.hosts.question} beside={<LiveMark state={live} />}>
      <StaleBanner state={live} />
      <AttentionNotice />
      {summary.data ? (
        <ConvergenceBar
          summary={summary.data}
          choice={{ chosen: get('convergence'), onChoose: (convergence) => set({ convergence }) }}
        />
      ) : null}
      <ListFrame
        name="hosts"
        label={t.hosts.title}
        columns={columns}
        rowKey={rowKey}
        list={list}
        filters={filters}
        toolbar={<HostFilters filters={filters} groups={groups.data?.rows ?? []} onSearch={search} />}
        empty={
          <NoHosts
            filtered={filters.any([...HOST_FILTERS])}
            onClear={() => set(Object.fromEntries(HOST_FILTERS.map((name) => [name, ''])))}
          />
        }
      />
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
