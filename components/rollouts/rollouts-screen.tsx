'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Waves } from 'lucide-react'
import Link from 'next/link'
import type { RolloutRow } from '~/components/data/api'
import { ListFrame } from '~/components/data/list-frame'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { StateMark } from '~/components/ui/state-mark'
import { haltText } from './halt-text'
import { RequestsPanel } from './requests-panel'
import { RolloutBar } from './rollout-bar'
import { useRolloutColumns } from './rollout-columns'
import { STATE_TONES } from './standing'
import { useRolloutWatch } from './use-rollout-watch'

const rowKey = ({ id }: RolloutRow) => id

export function RolloutsScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const live = useRolloutWatch()
  const filters = useUrlFilters()
  const list = useInfiniteQuery(
    trpc.rollouts.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.next ?? undefined }),
  )
  const columns = useRolloutColumns()
  const newest = list.data?.pages[0]?.rows[0]
  return (
    <Page
      title={t.rollouts.title}
      lead={t.rollouts.question}
      beside={<LiveMark state={live} />}
      actions={
        <Link prefetch={false} href="/policies/publish" className={buttonLook()}>
          {t.rollouts.emptyAction}
        </Link>
      }
    >
      <StaleBanner state={live} />
      {newest && newest.endedAt === null ? <Open id={newest.id} revision={newest.revision} /> : null}
      <RequestsPanel />
      <ListFrame
        name="rollouts"
        label={t.rollouts.title}
        columns={columns}
        rowKey={rowKey}
        list={list}
        filters={filters}
        empty={
          <Empty
            icon={Waves}
            title={t.rollouts.emptyTitle}
            action={
              <Link prefetch={false} href="/policies/history" className={buttonLook()}>
                {t.rollouts.pastAction}
              </Link>
            }
          >
            {t.rollouts.emptyText}
          </Empty>
        }
      />
    </Page>
  )
}

/** The one that is on its way. */
function Open({ id, revision }: { id: string; revision: number }) {
  const { t } = useText()
  const trpc = useTRPC()
  const { data } = useQuery(trpc.rollouts.get.queryOptions({ id }))
  if (!data) return null
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-sm font-semibold">
          <Link prefetch={false} href={`/rollouts/${id}`} className="rounded-sm hover:underline">
            {t.rollouts.one(revision)}
          </Link>
        </h2>
        <StateMark tone={STATE_TONES[data.state]}>{t.rollouts.states[data.state]}</StateMark>
        {data.halt && data.state === 'halted' ? (
          <p className="min-w-0 text-sm text-ink-2">{haltText(data.halt, t)}</p>
        ) : null}
      </div>
      <RolloutBar rollout={data} />
    </div>
  )
}
