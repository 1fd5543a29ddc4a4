'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useRef } from 'react'
import type { LiveState } from '~/components/data/live'
import { useTRPC } from '~/components/data/trpc'
import { useHostWatch } from '~/components/hosts/use-host-watch'

/** The overview is asked for at most this often, however much moves. */
const PAUSE_MS = 1_000

/** Reads the overview anew when a host or a session moves. */
export function useOverviewWatch(): LiveState {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const refresh = () => {
    if (timer.current) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries(trpc.overview.get.queryFilter())
    }, PAUSE_MS)
  }

  const live = useHostWatch(refresh)
  // What happened while a connection was down is asked for when it is back.
  useSubscription(trpc.sessions.watch.subscriptionOptions(undefined, { onStarted: refresh, onData: refresh }))
  return live
}
