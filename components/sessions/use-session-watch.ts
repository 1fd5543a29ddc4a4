'use client'

import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useRef, useState } from 'react'
import type { SessionRow } from '~/components/data/api'
import { type LiveState, liveState } from '~/components/data/live'
import { insertRow, type Rows, removeRow, replaceRow } from '~/components/data/live-rows'
import { useTRPC } from '~/components/data/trpc'
import { joinsList, leavesList, type sessionListInput } from './session-filters'

type Data = InfiniteData<Rows<SessionRow>>

/** Keeps the list on screen up to date, and says which rows are news. */
export function useSessionWatch(input: ReturnType<typeof sessionListInput>): {
  live: LiveState
  fresh: ReadonlySet<string>
} {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [everOpen, setEverOpen] = useState(false)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const wanted = useRef(input)
  wanted.current = input

  const { status } = useSubscription(
    trpc.sessions.watch.subscriptionOptions(undefined, {
      onStarted: () => setEverOpen(true),
      onData: ({ data: news }) => {
        if (news.kind === 'joined') {
          // A stream that cannot be taken up where it broke off owes what happened meanwhile: the list is read anew.
          if (!news.whole) void queries.invalidateQueries(trpc.sessions.list.infiniteQueryFilter())
          return
        }
        const filter = { queryKey: trpc.sessions.list.infiniteQueryKey(wanted.current), exact: true }
        if (news.kind === 'gone') {
          queries.setQueriesData<Data>(filter, (data) =>
            data && wanted.current.state === 'open' ? removeRow(data, news.id) : data,
          )
        } else {
          queries.setQueriesData<Data>(filter, (data) => data && place(data, news.row, wanted.current))
          setFresh((before) => new Set([...before].slice(-200)).add(news.row.id))
        }
        const id = news.kind === 'gone' ? news.id : news.row.id
        void queries.invalidateQueries(trpc.sessions.get.queryFilter({ id }))
      },
    }),
  )
  return { live: liveState(status, everOpen), fresh }
}

function place(data: Data, row: SessionRow, input: ReturnType<typeof sessionListInput>): Data {
  if (leavesList(row, input)) return removeRow(data, row.id)
  const replaced = replaceRow(data, row)
  return replaced === data && joinsList(row, input) ? insertRow(data, row, isNewer) : replaced
}

/** The order of the list: the newest logon first. */
function isNewer(one: SessionRow, other: SessionRow): boolean {
  return one.logonAt > other.logonAt || (one.logonAt === other.logonAt && one.id > other.id)
}
