'use client'

import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { SessionRow } from '~/components/data/api'
import type { LiveState } from '~/components/data/live'
import { insertRow, type Rows, removeRow, replaceRow } from '~/components/data/live-rows'
import { useTRPC } from '~/components/data/trpc'
import { useKeptNews } from '~/components/data/use-kept-news'
import { type SessionNews, useSessionNews } from '~/components/data/use-session-news'
import { joinsList, leavesList, type sessionListInput } from './session-filters'

type Data = InfiniteData<Rows<SessionRow>>

/** Keeps the list on screen up to date, and says which rows are news. */
export function useSessionWatch(input: ReturnType<typeof sessionListInput>): {
  live: LiveState
  fresh: ReadonlySet<string>
} {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const wanted = useRef(input)
  wanted.current = input
  const list = () => ({ queryKey: trpc.sessions.list.infiniteQueryKey(wanted.current), exact: true })
  const take = useKeptNews(list(), (news: SessionNews) =>
    queries.setQueriesData<Data>(list(), (data) => {
      if (!data) return data
      if (news.kind === 'session') return place(data, news.row, wanted.current)
      return wanted.current.state === 'open' ? removeRow(data, news.id) : data
    }),
  )
  return useSessionNews(
    (news, mark) => {
      take(news)
      if (news.kind === 'session') mark([news.row.id])
      const id = news.kind === 'gone' ? news.id : news.row.id
      void queries.invalidateQueries(trpc.sessions.get.queryFilter({ id }))
    },
    () => void queries.invalidateQueries(trpc.sessions.list.infiniteQueryFilter()),
  )
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
