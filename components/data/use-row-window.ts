'use client'

import {
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import type { WatchChunk } from './row-chunk'
import { RowStack, type RowWindow } from './row-window'
import { useChunkSizes } from './use-chunk-sizes'

/** How far above and below the window is drawn ahead: what is scrolled to stands there already. */
const AHEAD = 700
/** What a row takes until one was measured, in pixels. */
const ROW_GUESS = 41
/** What is drawn before the window is known: some rows, for whoever has no script yet. */
const FIRST = 400
/** So many new chunks are made at once; more of them by and by. */
const FEW = 6

type Rows = readonly unknown[]

/**
 * Which chunks of a long list are near enough to be looked at. One look for all of them at each scroll: an observer for
 * each would cost more than the rows. On paper everything is in sight.
 * @param onDrawn told when chunks are laid out, for the first time or with another size
 */
export function useRowWindow(
  chunks: readonly Rows[],
  onDrawn: RefObject<() => void>,
): {
  /** Goes to what stands above the first chunk that is drawn. */
  start: RefObject<HTMLTableSectionElement | null>
  shown: RowWindow
  watch: WatchChunk
} {
  const start = useRef<HTMLTableSectionElement>(null)
  const measured = useRef(new WeakMap<Rows, number>())
  const row = useRef<number>(null)
  const [range, setRange] = useState({ top: 0, bottom: FIRST })
  const [printing, setPrinting] = useState(false)
  const stack = useMemo(() => {
    const places = new Map(chunks.map((rows, place) => [rows, place]))
    const heights = new RowStack(
      chunks.map((rows) => measured.current.get(rows) ?? rows.length * (row.current ?? ROW_GUESS)),
    )
    return { places, heights }
  }, [chunks])
  const shown = printing
    ? { from: 0, to: chunks.length, above: 0, below: 0 }
    : stack.heights.between(range.top, range.bottom)

  const latest = useRef({ stack, shown })
  latest.current = { stack, shown }
  const lookAt = useCallback(({ heights }: { heights: RowStack }) => {
    if (!start.current) return
    const top = -start.current.getBoundingClientRect().top
    const next = { top: top - AHEAD, bottom: top + window.innerHeight + AHEAD }
    const { shown } = latest.current
    const { from, to } = heights.between(next.top, next.bottom)
    if (from === shown.from && to === shown.to) return
    // A scroll uncovers little at a time. After a leap rows are many: the scroll goes on while they are made.
    const few =
      Math.max(from, shown.from) < Math.min(to, shown.to) && to - shown.to <= FEW && shown.from - from <= FEW
    if (few) setRange(next)
    else startTransition(() => setRange(next))
  }, [])
  const look = useCallback(() => lookAt(latest.current.stack), [lookAt])
  // Other rows take other room.
  useLayoutEffect(() => lookAt(stack), [lookAt, stack])
  useEffect(() => {
    const forget = () => {
      measured.current = new WeakMap()
      row.current = null
      look()
    }
    const print = (all: boolean) => () => flushSync(() => setPrinting(all))
    const [before, after] = [print(true), print(false)]
    window.addEventListener('scroll', look, { capture: true, passive: true })
    window.addEventListener('resize', forget)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('scroll', look, { capture: true })
      window.removeEventListener('resize', forget)
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [look])

  const onHeights = useCallback(
    (sizes: readonly { rows: Rows; height: number }[]) => {
      const { places, heights } = latest.current.stack
      const news = new Map<number, number>()
      for (const { rows, height } of sizes) {
        // The first one measured stands for all that were not: a guess that moves would move what is looked at.
        row.current ??= height / Math.max(1, rows.length)
        measured.current.set(rows, height)
        const place = places.get(rows)
        if (place !== undefined) news.set(place, height)
      }
      if (heights.resize(news)) look()
    },
    [look],
  )
  const watch = useChunkSizes(onHeights, onDrawn)
  return { start, shown, watch }
}
