'use client'

import { useState } from 'react'
import type { PagedList } from './list-frame'
import { readOn } from './read-on'

/** Reads on when somebody asks for more, whatever else is read of the list just then. */
export function useLoadMore({ data, fetchNextPage }: Pick<PagedList<unknown>, 'data' | 'fetchNextPage'>): {
  loading: boolean
  onMore: () => void
} {
  const [loading, setLoading] = useState(false)
  const onMore = () => {
    setLoading(true)
    void readOn(fetchNextPage, data?.pages.length ?? 0).finally(() => setLoading(false))
  }
  return { loading, onMore }
}
