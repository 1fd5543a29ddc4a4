'use client'

import { useQuery } from '@tanstack/react-query'
import { ClipboardList, Upload } from 'lucide-react'
import Link from 'next/link'
import type { PlanRow } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { SkeletonRows } from '~/components/ui/skeleton'
import { StateMark } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'

/** Plans that wait for somebody, and those that became revisions. There are at most a hundred. */
export function PlansScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const plans = useQuery(trpc.policies.plans.queryOptions())
  const { data } = plans
  return (
    <Page
      title={t.plans.title}
      lead={t.plans.question}
      trail={[{ label: t.policies.title, href: '/policies' }]}
      actions={
        <Link prefetch={false} href="/policies/import" className={buttonLook({ look: 'primary' })}>
          <Upload aria-hidden />
          {t.plans.import.button}
        </Link>
      }
    >
      <div className="min-w-0 rounded-lg border bg-surface">
        {plans.error ? (
          <LoadFailed what={t.plans.title} error={plans.error} onRetry={() => void plans.refetch()} />
        ) : !data ? (
          <SkeletonRows label={t.common.loading} />
        ) : data.length === 0 ? (
          <Empty icon={ClipboardList} title={t.plans.emptyTitle}>
            {t.plans.emptyText}
          </Empty>
        ) : (
          <PlanTable rows={data} />
        )}
      </div>
    </Page>
  )
}

function PlanTable({ rows }: { rows: PlanRow[] }) {
  const { t, format } = useText()
  const words = t.plans
  return (
    <Table label={words.title}>
      <TableHead>
        <tr>
          <Th>{words.hash}</Th>
          <Th>{words.made}</Th>
          <Th>{words.by}</Th>
          <Th>{words.from}</Th>
          <Th className="text-right">{words.leftOver}</Th>
          <Th>{words.base}</Th>
          <Th>{words.state}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.hash}>
            <Td className="max-md:col-span-2">
              <Link
                prefetch={false}
                href={`/policies/plans/${row.hash}`}
                className="rounded-sm font-mono text-xs font-medium hover:underline"
              >
                {row.hash.slice(0, 12)}
              </Link>
            </Td>
            <Td label={words.made} className="text-ink-2">
              <Time at={row.createdAt} />
            </Td>
            <Td label={words.by}>{row.by}</Td>
            <Td label={words.from} className="max-w-80 break-words">
              {row.files.length > 0 ? row.files.join(', ') : words.asPolicies}
            </Td>
            <Td label={words.leftOver} className="text-right tabular-nums max-md:text-left">
              {format.number(row.leftOver)}
            </Td>
            <Td label={words.base}>
              {row.baseRevision === 0 ? words.none : t.policies.revisions.one(row.baseRevision)}
            </Td>
            <Td label={words.state}>
              {row.appliedAs !== null ? (
                <StateMark tone="fine">{words.applied(row.appliedAs)}</StateMark>
              ) : row.moved ? (
                <StateMark tone="idle">{words.overtaken}</StateMark>
              ) : (
                <StateMark tone="pending">{words.waiting}</StateMark>
              )}
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
