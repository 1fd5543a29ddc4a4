'use client'

import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { HeldNowRow } from '~/components/data/api'
import type { LiveState } from '~/components/data/live'
import { insertRow, type Rows, removeRow, replaceRow } from '~/components/data/live-rows'
import { useTRPC } from '~/components/data/trpc'
import { useSessionNews } from '~/components/data/use-session-news'
import { type HeldInput, isBefore, joinsHeld } from './held-filters'

type Data = InfiniteData<Rows<HeldNowRow>>

const GATHER_MS = 300
/** A server that is away is asked ever more seldom, at last so often. */
const SELDOM_MS = 30_000
/** What the server takes at once; a storm goes on in the next portion. */
const MOST_AT_ONCE = 100

/** Keeps the list of held addresses up to date: what the sessions that moved hold is asked for, portion by portion. */
export function useHeldWatch(input: HeldInput): { live: LiveState; fresh: ReadonlySet<string> } {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const wanted = useRef(input)
  wanted.current = input
  const moved = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wait = useRef(GATHER_MS)
  useEffect(() => () => clearTimeout(timer.current), [])

  const follow = async (mark: (ids: readonly string[]) => void) => {
    const sessionIds = [...moved.current].slice(0, MOST_AT_ONCE)
    for (const id of sessionIds) moved.current.delete(id)
    try {
      const { rows } = await queries.fetchQuery(
        trpc.addresses.nowOf.queryOptions({ sessionIds }, { staleTime: 0, gcTime: 0 }),
      )
      const filter = { queryKey: trpc.addresses.now.infiniteQueryKey(wanted.current), exact: true }
      queries.setQueriesData<Data>(
        filter,
        (data) => data && place(data, new Set(sessionIds), rows, wanted.current),
      )
      mark(rows.map(({ id }) => id))
      wait.current = GATHER_MS
    } catch {
      // The stream notices a server that is away; these are asked for again then.
      for (const id of sessionIds) moved.current.add(id)
      wait.current = Math.min(SELDOM_MS, wait.current * 2)
    }
    timer.current = moved.current.size > 0 ? setTimeout(() => void follow(mark), wait.current) : undefined
  }

  return useSessionNews(
    (news, mark) => {
      moved.current.add(news.kind === 'gone' ? news.id : news.row.id)
      timer.current ??= setTimeout(() => void follow(mark), GATHER_MS)
    },
    () => void queries.invalidateQueries(trpc.addresses.now.infiniteQueryFilter()),
  )
}

/** The rows of these sessions as they are now, among all the others. */
function place(data: Data, sessionIds: ReadonlySet<string>, now: HeldNowRow[], input: HeldInput): Data {
  const held = new Set(now.map(({ id }) => id))
  const over = data.pages.flatMap(({ rows }) =>
    rows.filter(({ id, sessionId }) => sessionIds.has(sessionId) && !held.has(id)),
  )
  const without = over.reduce((left, { id }) => removeRow(left, id), data)
  return now.reduce((placed, row) => {
    const replaced = replaceRow(placed, row)
    return replaced === placed && joinsHeld(row, input) ? insertRow(placed, row, isBefore) : replaced
  }, without)
}
