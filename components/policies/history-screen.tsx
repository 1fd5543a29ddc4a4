'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import type { RevisionRow } from '~/components/data/api'
import { ListFrame } from '~/components/data/list-frame'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { Empty } from '~/components/ui/empty'
import { useRevisionColumns } from './revision-columns'

const rowKey = ({ number }: RevisionRow) => String(number)

export function HistoryScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const list = useInfiniteQuery(
    trpc.policies.history.infiniteQueryOptions({}, { getNextPageParam: (page) => page.next ?? undefined }),
  )
  const columns = useRevisionColumns(list.data?.pages[0]?.rows[0]?.number)
  return (
    <Page
      title={t.policies.revisions.title}
      lead={t.policies.revisions.question}
      trail={[{ label: t.policies.title, href: '/policies' }]}
    >
      <ListFrame
        name="revisions"
        label={t.policies.revisions.title}
        columns={columns}
        rowKey={rowKey}
        list={list}
        filters={filters}
        empty={
          <Empty icon={History} title={t.policies.revisions.emptyTitle}>
            {t.policies.revisions.emptyText}
          </Empty>
        }
      />
    </Page>
  )
}
