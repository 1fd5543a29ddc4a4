'use client'

import {
  type ComponentType,
  cloneElement,
  type DOMAttributes,
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'
import type { TooltipBoxProps } from './tooltip-box'
import { LATE_MS } from './use-late'

const DELAY_MS = 250

let Box: ComponentType<TooltipBoxProps> | null = null
/** One hint at a time. */
let closeOpen: (() => void) | null = null
let fetchesSoon = false

/** What could not be fetched is fetched again at the next reach. */
async function fetchBox(): Promise<void> {
  Box ??= await import('./tooltip-box').then(
    ({ TooltipBox }) => TooltipBox,
    () => null,
  )
}

/** Once for all hints of a page: it is there when the server is away. */
function fetchSoon() {
  if (fetchesSoon) return
  fetchesSoon = true
  setTimeout(fetchBox, LATE_MS)
}

interface TooltipProps {
  hint: ReactNode
  /** One element that hands its events on to the page's. */
  children: ReactElement<DOMAttributes<HTMLElement>>
  side?: TooltipBoxProps['side']
}

/** A hint on hover and on focus. What is behind it must make sense without it. Its box is fetched late: no page begins with one. */
export function Tooltip({ hint, children, side }: TooltipProps) {
  /** What was reached last: long lists have hundreds of hints, and need a handle on none of them before. */
  const anchor = useRef<HTMLElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** By the pointer: it has its hint, or waits for it. */
  const reached = useRef(false)
  const pressed = useRef(false)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    fetchSoon()
    return () => clearTimeout(timer.current)
  }, [])

  const forget = () => {
    clearTimeout(timer.current)
    timer.current = undefined
  }
  const close = () => {
    forget()
    setOpen(false)
  }
  const openAfter = (wait: number, at: HTMLElement) => {
    anchor.current = at
    clearTimeout(timer.current)
    const fetched = fetchBox()
    const wished = setTimeout(async () => {
      await fetched
      if (timer.current !== wished || !Box) return
      closeOpen?.()
      closeOpen = () => setOpen(false)
      setOpen(true)
    }, wait)
    timer.current = wished
  }
  const own = children.props
  return (
    <>
      {cloneElement(children, {
        onPointerMove(event: PointerEvent<HTMLElement>) {
          own.onPointerMove?.(event)
          if (event.pointerType === 'touch' || reached.current) return
          reached.current = true
          openAfter(DELAY_MS, event.currentTarget)
        },
        onPointerLeave(event: PointerEvent<HTMLElement>) {
          own.onPointerLeave?.(event)
          // An open hint closes itself: the pointer may be on its way into it.
          reached.current = false
          pressed.current = false
          forget()
        },
        onPointerDown(event: PointerEvent<HTMLElement>) {
          own.onPointerDown?.(event)
          pressed.current = true
          close()
        },
        onFocus(event: FocusEvent<HTMLElement>) {
          own.onFocus?.(event)
          // A focus that came back from what was closed by the pointer asks for no hint.
          if (!pressed.current && event.currentTarget.matches(':focus-visible'))
            openAfter(0, event.currentTarget)
        },
        onBlur(event: FocusEvent<HTMLElement>) {
          own.onBlur?.(event)
          pressed.current = false
          close()
        },
        onClick(event: MouseEvent<HTMLElement>) {
          own.onClick?.(event)
          close()
        },
      })}
      {open && Box ? <Box anchor={anchor} hint={hint} side={side} onClose={close} /> : null}
    </>
  )
}
