'use client'

import { useState } from 'react'
import type { SessionRow } from './api'
import type { LiveState } from './live'
import { useTRPC } from './trpc'
import { useWatch } from './use-watch'

export type SessionNews = { kind: 'session'; row: SessionRow } | { kind: 'gone'; id: string }

/** Rows are marked as news for as long as no more than so many came after them. */
const MOST_FRESH = 200

/**
 * Sessions as they move, for a list that follows them. A stream that cannot be taken up where it broke off owes what
 * happened meanwhile: `onMissed` reads the list anew. `mark` says which of its rows are news.
 */
export function useSessionNews(
  onNews: (news: SessionNews, mark: (ids: readonly string[]) => void) => void,
  onMissed: () => void,
): { live: LiveState; fresh: ReadonlySet<string> } {
  const trpc = useTRPC()
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const mark = (ids: readonly string[]) =>
    setFresh((before) => new Set([...before, ...ids].slice(-MOST_FRESH)))
  const live = useWatch(
    trpc.sessions.watch.subscriptionOptions(undefined, {
      onData: ({ data: news }) => {
        if (news.kind !== 'joined') onNews(news, mark)
        else if (!news.whole) onMissed()
      },
    }),
  )
  return { live, fresh }
}
