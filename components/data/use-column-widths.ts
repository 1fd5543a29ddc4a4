'use client'

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { cutPlaces } from './cut-places'

/** Rows are looked at when none came for so long: to ask each cell for its size would hold up a scroll. */
const REST_MS = 150

interface Kept {
  /** Of which columns. */
  columns: readonly unknown[]
  px: number[]
}

/**
 * The widths that the columns of a long list took with the rows that were drawn first. They are kept, so that rows which
 * come and go neither move the columns nor have every other row laid out anew. Where a row does not fit, they are measured
 * again with it among the others.
 */
export function useColumnWidths(
  table: RefObject<HTMLTableElement | null>,
  columns: readonly unknown[],
  isLong: boolean,
): { widths: readonly number[] | null; onDrawn: () => void } {
  const [kept, setKept] = useState<Kept | null>(null)
  const rowHeight = useRef(Number.POSITIVE_INFINITY)
  /** Where rows do not fit however the room is shared out. */
  const tight = useRef<ReadonlySet<number>>(new Set())
  const widths = isLong && kept?.columns === columns ? kept.px : null

  useLayoutEffect(() => {
    const head = table.current?.tHead?.rows[0]
    if (!isLong || widths || !head) return
    const bodies = [...(table.current?.tBodies ?? [])]
    const rows = bodies.flatMap((body) => [...body.querySelectorAll<HTMLElement>('[data-row]')])
    rowHeight.current = Math.min(...rows.map(({ offsetHeight }) => offsetHeight))
    tight.current = new Set(bodies.flatMap((body) => cutPlaces(body, rowHeight.current)))
    setKept({ columns, px: [...head.cells].map((cell) => cell.getBoundingClientRect().width) })
  }, [table, columns, isLong, widths])

  const forget = useCallback(() => setKept(null), [])
  useEffect(() => {
    window.addEventListener('resize', forget)
    // What was measured before its font came is of another width.
    document.fonts?.addEventListener('loadingdone', forget)
    return () => {
      window.removeEventListener('resize', forget)
      document.fonts?.removeEventListener('loadingdone', forget)
    }
  }, [forget])

  const latest = useRef(widths)
  latest.current = widths
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const onDrawn = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      if (!latest.current) return
      const places = [...(table.current?.tBodies ?? [])].flatMap((body) => cutPlaces(body, rowHeight.current))
      if (places.some((place) => !tight.current.has(place))) forget()
    }, REST_MS)
  }, [table, forget])
  return { widths, onDrawn }
}
