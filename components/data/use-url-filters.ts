'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

/** Filters that live in the address bar: a link shows the same list, and Back keeps working. */
export function useUrlFilters(): {
  get: (name: string) => string
  set: (changes: Record<string, string>) => void
  any: (names: string[]) => boolean
} {
  const params = useSearchParams()
  const set = useCallback((changes: Record<string, string>) => {
    const next = new URLSearchParams(window.location.search)
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    const query = next.toString()
    window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
  }, [])
  return {
    get: (name) => params.get(name) ?? '',
    set,
    any: (names) => names.some((name) => params.get(name)),
  }
}
