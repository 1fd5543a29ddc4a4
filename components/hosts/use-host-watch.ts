'use client'

import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { HostRow } from '~/components/data/api'
import type { LiveState } from '~/components/data/live'
import { type Rows, replaceRow } from '~/components/data/live-rows'
import { useTRPC } from '~/components/data/trpc'
import { useKeptNews } from '~/components/data/use-kept-news'
import { useWatch } from '~/components/data/use-watch'

/** The summary is asked for at most this often, however many hosts move. */
const SUMMARY_PAUSE_MS = 250

/** Keeps the loaded hosts and the farm's summary up to date while the screen is open. */
export function useHostWatch(onHost?: (row: HostRow) => void): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const refreshSummary = () => {
    if (timer.current) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries(trpc.hosts.summary.queryFilter())
    }, SUMMARY_PAUSE_MS)
  }

  const place = useKeptNews(trpc.hosts.list.infiniteQueryFilter(), (row: HostRow) =>
    queries.setQueriesData<InfiniteData<Rows<HostRow>>>(trpc.hosts.list.infiniteQueryFilter(), (data) =>
      data ? replaceRow(data, row) : data,
    ),
  )

  return useWatch(
    trpc.hosts.watch.subscriptionOptions(undefined, {
      onData: (news) => {
        refreshSummary()
        if (news.kind !== 'host') return
        place(news.row)
        onHost?.(news.row)
      },
    }),
    // At the first opening too: hosts may have moved between the page's data and the stream.
    () => {
      void queries.invalidateQueries(trpc.hosts.pathFilter())
      void queries.invalidateQueries(trpc.policies.resultant.pathFilter())
    },
  )
}
