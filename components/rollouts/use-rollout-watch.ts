'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { LiveState } from '~/components/data/live'
import { useTRPC } from '~/components/data/trpc'
import { useWatch } from '~/components/data/use-watch'

/** Asks for the rollouts on the screen anew whenever one moves. */
export function useRolloutWatch(): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refresh = () => void queries.invalidateQueries(trpc.rollouts.pathFilter())
  // At the first opening too: a wave may have moved between the page's data and the stream.
  return useWatch(trpc.rollouts.watch.subscriptionOptions(undefined, { onData: refresh }), refresh)
}
