'use client'

import { useQuery } from '@tanstack/react-query'
import { Network, Plus } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { PoolRow } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Empty } from '~/components/ui/empty'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { PoolForecastText, PoolStateMark, PoolUse } from './pool-use'

const PoolDialog = late(() => import('./pool-dialog').then((module) => module.PoolDialog))

export function PoolsPanel() {
  const { t } = useText()
  const trpc = useTRPC()
  const refusal = useRefusal('hosts.manage')
  const [creating, setCreating] = useState(false)
  const list = useQuery(trpc.pools.list.queryOptions())
  return (
    <Panel
      flush
      id="pools"
      title={t.pools.pools}
      hint={t.pools.poolsHint}
      actions={
        <GatedButton look="primary" refusal={refusal} onClick={() => setCreating(true)}>
          <Plus aria-hidden />
          {t.pools.create}
        </GatedButton>
      }
    >
      {list.error ? (
        <LoadFailed what={t.pools.pools} error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <SkeletonRows label={t.common.loading} rows={3} />
      ) : list.data.rows.length === 0 ? (
        <Empty icon={Network} title={t.pools.none}>
          {t.pools.noneText}
        </Empty>
      ) : (
        <PoolTable rows={list.data.rows} />
      )}
      {creating ? <PoolDialog onClose={() => setCreating(false)} /> : null}
    </Panel>
  )
}

function PoolTable({ rows }: { rows: PoolRow[] }) {
  const { t, format } = useText()
  return (
    <Table label={t.pools.pools}>
      <TableHead>
        <tr>
          <Th>{t.pools.name}</Th>
          <Th>{t.pools.network}</Th>
          <Th className="w-1/3">{t.pools.use}</Th>
          <Th className="text-right">{t.pools.free}</Th>
          <Th className="text-right">{t.pools.resting}</Th>
          <Th className="text-right">{t.pools.reserved}</Th>
          <Th>{t.pools.state}</Th>
          <Th>{t.pools.forecast}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((pool) => (
          <Row key={pool.id}>
            <Td className="max-md:col-span-2">
              <Link
                prefetch={false}
                href={`/addresses/pools/${pool.id}`}
                aria-label={t.pools.openPool(pool.name)}
                className="rounded-sm font-medium hover:underline"
              >
                {pool.name}
              </Link>
            </Td>
            <Td label={t.pools.network} className="font-mono">
              {pool.network}
            </Td>
            <Td className="max-md:col-span-2">
              <PoolUse pool={pool} />
            </Td>
            <Td label={t.pools.free} className="text-right tabular-nums max-md:text-left">
              {format.number(pool.free)}
            </Td>
            <Td label={t.pools.resting} className="text-right tabular-nums max-md:text-left">
              {format.number(pool.resting)}
            </Td>
            <Td label={t.pools.reserved} className="text-right tabular-nums max-md:text-left">
              {format.number(pool.reserved)}
            </Td>
            <Td className="max-md:order-first max-md:col-span-2">
              <PoolStateMark pool={pool} />
            </Td>
            <Td label={t.pools.forecast} className="text-ink-2">
              <PoolForecastText pool={pool} />
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
