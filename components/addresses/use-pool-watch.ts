'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import { type LiveState, liveState } from '~/components/data/live'
import { useTRPC } from '~/components/data/trpc'

/** Reads pools and what is odd about addresses anew when they, or the sessions that hold them, move. */
export function usePoolWatch(): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [everOpen, setEverOpen] = useState(false)
  const { status } = useSubscription(
    trpc.pools.watch.subscriptionOptions(undefined, {
      onStarted: () => setEverOpen(true),
      onData: ({ data: news }) => {
        // What a stream that was taken up again still owes follows.
        if (news.kind === 'joined' && news.whole) return
        void queries.invalidateQueries(trpc.pools.pathFilter())
        void queries.invalidateQueries(trpc.discrepancies.pathFilter())
      },
    }),
  )
  return liveState(status, everOpen)
}
