'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { patiently } from './patiently'

/** By then the page has what it needs. */
export const LATE_MS = 2_000

/**
 * A part that no page begins with: it is fetched when somebody reaches for it, and once the page stands, so that it
 * is there when the server is away.
 */
export function useLate<Part>(load: () => Promise<Part>): [part: Part | null, fetch: () => void] {
  const [late, setLate] = useState<{ part: Part } | null>(null)
  const asked = useRef(false)
  const fetch = useCallback(() => {
    if (asked.current) return
    asked.current = true
    void patiently(load).then((part) => setLate({ part }))
  }, [load])
  useEffect(() => {
    const timer = setTimeout(fetch, LATE_MS)
    return () => clearTimeout(timer)
  }, [fetch])
  return [late ? late.part : null, fetch]
}
