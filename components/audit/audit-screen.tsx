'use client'

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download, ScrollText } from 'lucide-react'
import { useMe } from '~/components/data/me'
import { ListFoot, LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { SkeletonRows } from '~/components/ui/skeleton'
import { AUDIT_FILTERS, type AuditWords, auditListInput, exportHref } from './audit-filters'
import { AuditTable } from './audit-table'
import { AuditToolbar } from './audit-toolbar'

export function AuditScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const words: AuditWords = Object.fromEntries(AUDIT_FILTERS.map((name) => [name, filters.get(name)]))
  const actions = useQuery(trpc.audit.actions.queryOptions())
  const list = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(auditListInput(words), {
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Page title={t.audit.title} lead={t.audit.question} actions={<Exports words={words} />}>
      <div className="min-w-0 rounded-lg border bg-surface">
        <AuditToolbar filters={filters} actions={actions.data?.actions ?? []} />
        {list.error ? (
          <LoadFailed what={t.audit.title} error={list.error} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <SkeletonRows label={t.common.loading} />
        ) : rows.length === 0 ? (
          <Empty icon={ScrollText} title={t.audit.emptyTitle}>
            {t.audit.emptyText}
          </Empty>
        ) : (
          <>
            <AuditTable rows={rows} />
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

function Exports({ words }: { words: AuditWords }) {
  const { t } = useText()
  if (!useMe().permissions.includes('audit.export')) return null
  return (
    <>
      <a href={exportHref('csv', words)} download className={buttonLook()} title={t.audit.exportHint}>
        <Download aria-hidden />
        {t.audit.exportCsv}
      </a>
      <a href={exportHref('jsonl', words)} download className={buttonLook()} title={t.audit.exportHint}>
        <Download aria-hidden />
        {t.audit.exportJsonl}
      </a>
    </>
  )
}
