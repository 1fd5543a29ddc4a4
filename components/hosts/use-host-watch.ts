'use client'

import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useRef, useState } from 'react'
import type { HostRow } from '~/components/data/api'
import { type LiveState, liveState } from '~/components/data/live'
import { type Rows, replaceRow } from '~/components/data/live-rows'
import { useTRPC } from '~/components/data/trpc'

/** The summary is asked for at most this often, however many hosts move. */
const SUMMARY_PAUSE_MS = 250

/** Keeps the loaded hosts and the farm's summary up to date while the screen is open. */
export function useHostWatch(onHost?: (row: HostRow) => void): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [everOpen, setEverOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const refreshSummary = () => {
    if (timer.current) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries(trpc.hosts.summary.queryFilter())
    }, SUMMARY_PAUSE_MS)
  }

  const { status } = useSubscription(
    trpc.hosts.watch.subscriptionOptions(undefined, {
      onStarted: () => {
        // After a lost connection the rows may have moved meanwhile.
        if (everOpen) void queries.invalidateQueries(trpc.hosts.pathFilter())
        setEverOpen(true)
      },
      onData: (news) => {
        refreshSummary()
        if (news.kind !== 'host') return
        queries.setQueriesData<InfiniteData<Rows<HostRow>>>(trpc.hosts.list.infiniteQueryFilter(), (data) =>
          data ? replaceRow(data, news.row) : data,
        )
        onHost?.(news.row)
      },
    }),
  )
  return liveState(status, everOpen)
}
