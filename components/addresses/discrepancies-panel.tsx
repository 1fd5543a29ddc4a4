'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { DiscrepancyRow } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Panel } from '~/components/ui/panel'
import { Segmented } from '~/components/ui/segmented'
import { SkeletonRows } from '~/components/ui/skeleton'
import { StateMark } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import type { Messages } from '~/locales/catalogue'
import { Address } from './address'

const SHOWN = 50

/** What is not as it should be, now or before: of the farm, or of one pool. */
export function DiscrepanciesPanel({ poolId }: { poolId?: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const [state, setState] = useState<'open' | 'closed'>('open')
  const list = useQuery(
    trpc.discrepancies.list.queryOptions({ state, limit: SHOWN, ...(poolId && { poolId }) }),
  )
  return (
    <Panel
      flush
      id="discrepancies"
      title={t.pools.discrepancies}
      hint={t.pools.discrepanciesHint}
      actions={
        <Segmented
          label={t.pools.state}
          value={state}
          options={[
            { value: 'open', label: t.pools.openOnes },
            { value: 'closed', label: t.pools.closedOnes },
          ]}
          onChange={setState}
        />
      }
    >
      {list.error ? (
        <LoadFailed what={t.pools.discrepancies} error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <SkeletonRows label={t.common.loading} rows={3} />
      ) : list.data.rows.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-2">{t.pools.noDiscrepancies}</p>
      ) : (
        <div className="max-h-[max(28rem,calc(100dvh-20rem))] overflow-y-auto">
          <DiscrepancyTable rows={list.data.rows} closed={state === 'closed'} />
          {list.data.next ? (
            <p className="border-t px-4 py-2 text-sm text-ink-3">{t.common.newest(list.data.rows.length)}</p>
          ) : null}
        </div>
      )}
    </Panel>
  )
}

function DiscrepancyTable({ rows, closed }: { rows: DiscrepancyRow[]; closed: boolean }) {
  const { t } = useText()
  return (
    <Table label={t.pools.discrepancies}>
      <TableHead>
        <tr>
          <Th>{t.pools.kind}</Th>
          <Th>{t.pools.about}</Th>
          <Th>{t.pools.address}</Th>
          <Th>{t.pools.since}</Th>
          {closed ? <Th>{t.pools.until}</Th> : null}
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id}>
            <Td className="max-md:col-span-2">
              <StateMark tone={closed ? 'idle' : 'attention'} detail={reasonOf(row, t)}>
                {t.pools.kinds[row.kind]}
              </StateMark>
            </Td>
            <Td label={t.pools.about}>
              <About row={row} />
            </Td>
            <Td label={t.pools.address}>{row.address ? <Address address={row.address} /> : '–'}</Td>
            <Td label={t.pools.since} className="text-ink-2">
              <Time at={row.openedAt} />
            </Td>
            {closed ? (
              <Td label={t.pools.until} className="text-ink-2">
                {row.closedAt ? <Time at={row.closedAt} /> : '–'}
              </Td>
            ) : null}
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function reasonOf({ kind, detail }: DiscrepancyRow, t: Messages): string | null {
  if (!detail.reason) return null
  if (kind === 'session-without-lease') return t.virtualIp.short[detail.reason] ?? detail.reason
  if (kind !== 'prediction') return null
  return [t.codes.discrepancies[detail.reason]?.title ?? detail.reason, detail.program]
    .filter(Boolean)
    .join(' · ')
}

function About({ row }: { row: DiscrepancyRow }) {
  const { t, format } = useText()
  const { kind, sessionId, user, host, number, poolId, pool, address, detail } = row
  const look = 'rounded-sm text-ink-2 hover:text-ink hover:underline'
  if (kind === 'two-holders' && address) {
    return (
      <Link prefetch={false} href={`/addresses/held?q=${address}`} className={look}>
        {t.pools.sessions(detail.sessions?.length ?? 2)}
      </Link>
    )
  }
  if (sessionId && user && host) {
    return (
      <Link prefetch={false} href={`/sessions?state=all&session=${sessionId}`} className={look}>
        {t.pools.heldBy(user, host, format.number(number ?? 0))}
      </Link>
    )
  }
  if (!poolId) return <>–</>
  return (
    <Link prefetch={false} href={`/addresses/pools/${poolId}`} className={look}>
      {pool}
    </Link>
  )
}
