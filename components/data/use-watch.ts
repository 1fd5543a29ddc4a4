'use client'

import { useSubscription } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import type { LiveState } from './live'

type Watched<News, Failure> = Parameters<typeof useSubscription<News, Failure>>[0]

/**
 * Follows what a screen watches, and says how the stream stands. A stream that ended with an error opens itself again;
 * `onStarted` is called at each opening.
 */
export function useWatch<News, Failure>(watched: Watched<News, Failure>, onStarted?: () => void): LiveState {
  const [everOpen, setEverOpen] = useState(false)
  const { status } = useSubscription({
    ...watched,
    onStarted: () => {
      onStarted?.()
      setEverOpen(true)
    },
  })
  if (status === 'pending') return 'open'
  return everOpen || status === 'error' ? 'lost' : 'connecting'
}
