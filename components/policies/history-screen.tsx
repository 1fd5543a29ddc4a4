'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import Link from 'next/link'
import type { RevisionRow } from '~/components/data/api'
import { ListFoot, LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Badge } from '~/components/ui/badge'
import { Empty } from '~/components/ui/empty'
import { SkeletonRows } from '~/components/ui/skeleton'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'

export function HistoryScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const list = useInfiniteQuery(
    trpc.policies.history.infiniteQueryOptions({}, { getNextPageParam: (page) => page.next ?? undefined }),
  )
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Page
      title={t.policies.revisions.title}
      lead={t.policies.revisions.question}
      trail={[{ label: t.policies.title, href: '/policies' }]}
    >
      <div className="min-w-0 rounded-lg border bg-surface">
        {list.error ? (
          <LoadFailed
            what={t.policies.revisions.title}
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : list.isPending ? (
          <SkeletonRows label={t.common.loading} />
        ) : rows.length === 0 ? (
          <Empty icon={History} title={t.policies.revisions.emptyTitle}>
            {t.policies.revisions.emptyText}
          </Empty>
        ) : (
          <>
            <RevisionTable rows={rows} />
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

function RevisionTable({ rows }: { rows: RevisionRow[] }) {
  const { t, format } = useText()
  const words = t.policies.revisions
  return (
    <Table label={words.title}>
      <TableHead>
        <tr>
          <Th>{words.number}</Th>
          <Th>{words.when}</Th>
          <Th>{words.by}</Th>
          <Th>{words.reason}</Th>
          <Th>{words.ticket}</Th>
          <Th className="text-right">{words.changes}</Th>
          <Th className="text-right">{words.hosts}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row, index) => (
          <Row key={row.number}>
            <Td className="max-md:col-span-2">
              <span className="flex items-center gap-2">
                <Link
                  prefetch={false}
                  href={`/policies/history/${row.number}`}
                  className="rounded-sm font-medium hover:underline"
                >
                  {words.one(row.number)}
                </Link>
                {index === 0 ? (
                  <Badge className="border-fine/40 bg-fine-soft text-fine">{words.head}</Badge>
                ) : null}
              </span>
            </Td>
            <Td label={words.when} className="text-ink-2">
              <Time at={row.publishedAt} />
            </Td>
            <Td label={words.by}>{row.by}</Td>
            <Td label={words.reason} className="max-w-lg break-words max-md:col-span-2">
              {row.reason}
            </Td>
            <Td label={words.ticket} className="font-mono text-xs text-ink-2">
              {row.ticket ?? '–'}
            </Td>
            <Td label={words.changes} className="text-right tabular-nums max-md:text-left">
              {format.number(row.changes)}
            </Td>
            <Td label={words.hosts} className="text-right tabular-nums max-md:text-left">
              {format.number(row.changedHosts)}
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
