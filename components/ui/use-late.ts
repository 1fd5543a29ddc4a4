'use client'

import { useCallback, useEffect, useState } from 'react'

/** By then the page has what it needs. */
export const LATE_MS = 2_000

/**
 * A part that no page begins with: it is fetched when somebody reaches for it, and once the page stands, so that it
 * is there when the server is away. What could not be fetched is fetched again at the next reach.
 */
export function useLate<Part>(load: () => Promise<Part>): [part: Part | null, fetch: () => void] {
  const [late, setLate] = useState<{ part: Part } | null>(null)
  const fetch = useCallback(() => {
    load().then(
      (part) => setLate((known) => known ?? { part }),
      () => {},
    )
  }, [load])
  useEffect(() => {
    const timer = setTimeout(fetch, LATE_MS)
    return () => clearTimeout(timer)
  }, [fetch])
  return [late ? late.part : null, fetch]
}
