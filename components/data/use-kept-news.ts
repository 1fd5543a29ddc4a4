'use client'

import { matchQuery, type QueryFilters, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/**
 * Puts news of rows into what was read, and once more into what is read meanwhile: an answer that was on its way when
 * they came may be older than they are. `place` must not mind what is there already.
 */
export function useKeptNews<News>(reads: QueryFilters, place: (news: News) => void): (news: News) => void {
  const queries = useQueryClient()
  const kept = useRef<News[]>([])
  const now = useRef({ reads, place })
  now.current = { reads, place }
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ type, query, ...event }) => {
        if (kept.current.length === 0 || type !== 'updated' || !('action' in event)) return
        const { action } = event
        if (action.type !== 'success' || action.manual || !matchQuery(now.current.reads, query)) return
        const news = kept.current
        if (queries.isFetching(now.current.reads) === 0) kept.current = []
        for (const one of news) now.current.place(one)
      }),
    [queries],
  )
  return (news) => {
    if (queries.isFetching(reads) > 0) kept.current.push(news)
    else kept.current = []
    place(news)
  }
}
