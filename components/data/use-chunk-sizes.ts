'use client'

import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { WatchChunk } from './row-chunk'

type Rows = readonly unknown[]

/** The sizes of all chunks that are drawn, by one observer: whatever changed in a frame is told at once. */
export function useChunkSizes(
  onHeights: (sizes: readonly { rows: Rows; height: number }[]) => void,
  onDrawn: RefObject<() => void>,
): WatchChunk {
  const observer = useRef<ResizeObserver>(undefined)
  const rowsOf = useRef(new WeakMap<Element, Rows>())
  const watch = useCallback<WatchChunk>(
    (body, rows) => {
      rowsOf.current.set(body, rows)
      observer.current ??= new ResizeObserver((entries) => {
        onHeights(
          entries.flatMap(({ target, borderBoxSize: [box] }) => {
            const of = rowsOf.current.get(target)
            return of && box && target.isConnected ? { rows: of, height: box.blockSize } : []
          }),
        )
        onDrawn.current()
      })
      observer.current.observe(body)
      return () => observer.current?.unobserve(body)
    },
    [onHeights, onDrawn],
  )
  useEffect(
    () => () => {
      observer.current?.disconnect()
      observer.current = undefined
    },
    [],
  )
  return watch
}
