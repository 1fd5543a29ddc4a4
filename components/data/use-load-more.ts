'use client'

import { useEffect, useState } from 'react'
import type { PagedList } from './list-frame'

/**
 * Reads on when somebody asks for more. A list that is being read anew just then is let finish first, and one that is read
 * anew on the way takes no wish back: the one reading would break the other off.
 */
export function useLoadMore({
  data,
  error,
  isFetching,
  hasNextPage,
  fetchNextPage,
}: Pick<PagedList<unknown>, 'data' | 'error' | 'isFetching' | 'hasNextPage' | 'fetchNextPage'>): {
  loading: boolean
  onMore: () => void
} {
  const read = data?.pages.length ?? 0
  const [wished, setWished] = useState<number | null>(null)
  const loading = wished !== null && wished > read && hasNextPage
  useEffect(() => {
    if (wished !== null && wished <= read) setWished(null)
  }, [wished, read])
  useEffect(() => {
    if (loading && !isFetching && !error) void fetchNextPage()
  }, [loading, isFetching, error, fetchNextPage])
  return { loading, onMore: () => setWished(read + 1) }
}
