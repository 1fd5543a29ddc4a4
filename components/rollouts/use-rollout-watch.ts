'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import { type LiveState, liveState } from '~/components/data/live'
import { useTRPC } from '~/components/data/trpc'

/** Asks for the rollouts on the screen anew whenever one moves. */
export function useRolloutWatch(): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [everOpen, setEverOpen] = useState(false)
  const refresh = () => void queries.invalidateQueries(trpc.rollouts.pathFilter())
  const { status } = useSubscription(
    trpc.rollouts.watch.subscriptionOptions(undefined, {
      onStarted: () => {
        // The first time too: a wave may have moved between the page's data and the stream.
        refresh()
        setEverOpen(true)
      },
      onData: refresh,
    }),
  )
  return liveState(status, everOpen)
}
