'use client'

import { type RefObject, startTransition, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

/** How far above and below the window is drawn ahead: what is scrolled to stands there already. */
const AHEAD = '1200px 0px'

/**
 * Whether an element is near enough to be looked at, and its height when it last was: what stands in for it takes as
 * much room. On paper everything is in sight.
 */
export function useInSight(atFirst: boolean): {
  ref: RefObject<HTMLTableSectionElement | null>
  inSight: boolean
  height: number | null
} {
  const ref = useRef<HTMLTableSectionElement>(null)
  const [inSight, setInSight] = useState(atFirst)
  const [height, setHeight] = useState<number | null>(null)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1)
        if (!entry) return
        if (!entry.isIntersecting) setHeight(entry.boundingClientRect.height)
        // Rows are many: the scroll goes on while they are made.
        startTransition(() => setInSight(entry.isIntersecting))
      },
      { rootMargin: AHEAD },
    )
    observer.observe(element)
    const printing = () => flushSync(() => setInSight(true))
    window.addEventListener('beforeprint', printing)
    return () => {
      observer.disconnect()
      window.removeEventListener('beforeprint', printing)
    }
  }, [])
  return { ref, inSight, height }
}
