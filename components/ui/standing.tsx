'use client'

import { type Ref, type RefObject, useImperativeHandle, useLayoutEffect } from 'react'

interface StandingProps {
  anchor: RefObject<HTMLElement | null>
  'aria-describedby'?: string
  ref?: Ref<HTMLElement | null>
}

/** What was fetched late takes this for its trigger: an element that stands already, and has stood since before it came. */
export function Standing({ anchor, 'aria-describedby': describedBy, ref }: StandingProps) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => anchor.current, [anchor])
  useLayoutEffect(() => {
    const element = anchor.current
    if (!element || !describedBy) return
    element.setAttribute('aria-describedby', describedBy)
    return () => element.removeAttribute('aria-describedby')
  }, [anchor, describedBy])
  return null
}
