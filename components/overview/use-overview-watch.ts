'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import { type LiveState, liveState } from '~/components/data/live'
import { useTRPC } from '~/components/data/trpc'

/** Reads the overview anew when what it counts moves. */
export function useOverviewWatch(): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [everOpen, setEverOpen] = useState(false)
  const { status } = useSubscription(
    trpc.overview.watch.subscriptionOptions(undefined, {
      onStarted: () => setEverOpen(true),
      onData: ({ data: news }) => {
        // What a stream that was taken up again still owes follows.
        if (news.kind === 'joined' && news.whole) return
        void queries.invalidateQueries(trpc.overview.get.queryFilter())
      },
    }),
  )
  return liveState(status, everOpen)
}
