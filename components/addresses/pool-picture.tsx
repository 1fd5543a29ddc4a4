'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PoolAddressRow, PoolView } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { usePictureWords } from '~/components/data/use-picture-words'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Button } from '~/components/ui/button'
import { PoolBlocks, PoolMap } from '~/components/ui/pool-map'
import { SkeletonRows } from '~/components/ui/skeleton'
import { PoolAddressDetail } from './pool-address-detail'

/** The addresses of a pool as a map; of a large one its parts first. */
export function PoolPicture({ pool }: { pool: PoolView }) {
  const { t } = useText()
  const words = usePictureWords()
  const { get, set } = useUrlFilters()
  const asked = get('from')
  const [first] = pool.blocks
  const from = asked || (pool.blocks.length === 1 ? first?.block : undefined)
  if (!from) {
    return (
      <PoolBlocks
        label={t.pools.blocksLabel(pool.name)}
        words={words.pool}
        blocks={pool.blocks.map(({ block, size, held, resting, reserved }) => ({
          key: block,
          label: block,
          amounts: {
            held,
            resting,
            reserved,
            conflict: 0,
            free: Math.max(0, size - held - resting - reserved),
          },
        }))}
        onChoose={({ key }) => set({ from: key })}
      />
    )
  }
  return (
    <div className="grid gap-3">
      {pool.blocks.length > 1 ? (
        <div className="flex items-center gap-3 text-sm text-ink-3">
          <Button size="sm" onClick={() => set({ from: '' })}>
            {t.pools.allParts}
          </Button>
          {t.pools.part(from)}
        </div>
      ) : null}
      <PoolBlockMap pool={pool} from={from} />
    </div>
  )
}

function PoolBlockMap({ pool, from }: { pool: PoolView; from: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const words = usePictureWords()
  const note = useNote()
  const [chosen, setChosen] = useState('')
  const list = useQuery(trpc.pools.addresses.queryOptions({ id: pool.id, from }))
  if (list.error)
    return <LoadFailed what={t.pools.map} error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <SkeletonRows label={t.common.loading} rows={8} />
  const row = list.data.rows.find(({ address }) => address === chosen)
  return (
    <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_16rem] xl:grid-cols-1 2xl:grid-cols-[minmax(0,1fr)_16rem]">
      <PoolMap
        label={t.pools.mapLabel(pool.name, from)}
        words={words.pool}
        cells={list.data.rows.map((each) => ({ address: each.address, state: each.state, note: note(each) }))}
        onChoose={({ address }) => setChosen(address)}
      />
      {row ? (
        <PoolAddressDetail key={row.address} poolId={pool.id} row={row} note={note(row)} />
      ) : (
        <p className="text-sm text-ink-3">{t.pools.chosen}</p>
      )}
    </div>
  )
}

/** All there is to say of an address, in one line. */
function useNote(): (row: PoolAddressRow) => string {
  const { t, format } = useText()
  return ({ user, host, number, restsUntil, lastUser, reservedUser, reservedProgram, leaving, state }) =>
    [
      user && host ? t.pools.heldBy(user, host, format.number(number ?? 0)) : '',
      state === 'conflict' ? t.pools.seenWithOthers : '',
      restsUntil ? t.pools.restsUntil(format.dateTime(restsUntil)) : '',
      (reservedUser ?? reservedProgram) ? t.pools.keptFor(reservedUser ?? reservedProgram ?? '') : '',
      !user && lastUser ? t.pools.lastUser(lastUser) : '',
      leaving ? t.pools.takenOut : '',
    ]
      .filter((part) => part !== '')
      .join(' · ')
}
