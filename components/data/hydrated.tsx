'use client'

import { type DehydratedState, HydrationBoundary } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'

/**
 * @param state as one text: taken apart by React value by value, on its way into the page, a page of rows costs more time
 *   than its queries
 */
export function Hydrated({ state, children }: { state: string; children: ReactNode }) {
  const parsed = useMemo(() => JSON.parse(state) as DehydratedState, [state])
  return <HydrationBoundary state={parsed}>{children}</HydrationBoundary>
}
