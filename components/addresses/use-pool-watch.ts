'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { LiveState } from '~/components/data/live'
import { useTRPC } from '~/components/data/trpc'
import { useWatch } from '~/components/data/use-watch'

/** Reads pools and what is odd about addresses anew when they, or the sessions that hold them, move. */
export function usePoolWatch(): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  return useWatch(
    trpc.pools.watch.subscriptionOptions(undefined, {
      onData: ({ data: news }) => {
        // What a stream that was taken up again still owes follows.
        if (news.kind === 'joined' && news.whole) return
        void queries.invalidateQueries(trpc.pools.pathFilter())
        void queries.invalidateQueries(trpc.discrepancies.pathFilter())
      },
    }),
  )
}
