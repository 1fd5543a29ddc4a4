'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { LiveState } from '~/components/data/live'
import { useTRPC } from '~/components/data/trpc'
import { useWatch } from '~/components/data/use-watch'

/** Reads the overview anew when what it counts moves. */
export function useOverviewWatch(): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  return useWatch(
    trpc.overview.watch.subscriptionOptions(undefined, {
      onData: ({ data: news }) => {
        // What a stream that was taken up again still owes follows.
        if (news.kind === 'joined' && news.whole) return
        void queries.invalidateQueries(trpc.overview.get.queryFilter())
        if (news.kind === 'moved' && !news.rollouts) return
        void queries.invalidateQueries(trpc.rollouts.attention.queryFilter())
      },
    }),
  )
}
