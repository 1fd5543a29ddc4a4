'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Network } from 'lucide-react'
import { useCallback } from 'react'
import type { HeldNowRow } from '~/components/data/api'
import { ListFrame } from '~/components/data/list-frame'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { SearchBox } from '~/components/data/search-box'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { Segmented } from '~/components/ui/segmented'
import { useHeldColumns } from './held-columns'
import { HELD_FILTERS, HELD_NETWORKS, heldInput } from './held-filters'
import { useHeldWatch } from './use-held-watch'

const rowKey = ({ id }: HeldNowRow) => id

/** Every address that a session holds now, live. */
export function HeldScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const { get, set } = filters
  const input = heldInput(Object.fromEntries(HELD_FILTERS.map((name) => [name, get(name)])))
  const { live, fresh } = useHeldWatch(input)
  const list = useInfiniteQuery(
    trpc.addresses.now.infiniteQueryOptions(input, {
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
      // The stream brings what moves. A list read to its end is two thousand pages, and all of them would be read again.
      refetchOnWindowFocus: false,
    }),
  )
  const columns = useHeldColumns()
  const search = useCallback((q: string) => set({ q }), [set])
  const words = t.pools.heldNow
  return (
    <Page
      title={words.title}
      lead={words.question}
      trail={[{ label: t.pools.title, href: '/addresses' }]}
      beside={<LiveMark state={live} />}
    >
      <StaleBanner state={live} />
      <ListFrame
        name="held"
        label={words.title}
        columns={columns}
        rowKey={rowKey}
        list={list}
        filters={filters}
        fresh={fresh}
        toolbar={
          <>
            <SearchBox label={words.search} value={get('q')} onSearch={search} className="sm:w-80" />
            <Segmented
              label={words.network}
              value={input.network ?? 'all'}
              options={HELD_NETWORKS.map((value) => ({ value, label: words.networks[value] }))}
              onChange={(value) => set({ network: value === 'all' ? '' : value })}
            />
          </>
        }
        empty={
          <Empty
            icon={Network}
            title={filters.any([...HELD_FILTERS]) ? words.none : words.noneAtAll}
            action={
              filters.any([...HELD_FILTERS]) ? (
                <Button onClick={() => set({ q: '', network: '', kind: '' })}>{t.common.clear}</Button>
              ) : null
            }
          />
        }
      />
    </Page>
  )
}
