'use client'

import { Slot } from 'radix-ui'
import {
  type ComponentType,
  type FocusEvent,
  type PointerEvent,
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
  children: ReactNode
  side?: TooltipBoxProps['side']
}

/** A hint on hover and on focus. What is behind it must make sense without it. Its box is fetched late: no page begins with one. */
export function Tooltip({ hint, children, side }: TooltipProps) {
  const anchor = useRef<HTMLElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** By the pointer: it has its hint, or waits for it. */
  const reached = useRef(false)
  const pressed = useRef(false)
  const [open, setOpen] = useState(false)
  useEffect(fetchSoon, [])
  useEffect(() => () => clearTimeout(timer.current), [])

  const forget = () => {
    clearTimeout(timer.current)
    timer.current = undefined
  }
  const close = () => {
    forget()
    setOpen(false)
  }
  const openAfter = (wait: number) => {
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
  return (
    <>
      <Slot.Root
        ref={anchor}
        onPointerMove={({ pointerType }: PointerEvent) => {
          if (pointerType === 'touch' || reached.current) return
          reached.current = true
          openAfter(DELAY_MS)
        }}
        onPointerLeave={() => {
          // An open hint closes itself: the pointer may be on its way into it.
          reached.current = false
          pressed.current = false
          forget()
        }}
        onPointerDown={() => {
          pressed.current = true
          close()
        }}
        onFocus={({ currentTarget }: FocusEvent) => {
          // A focus that came back from what was closed by the pointer asks for no hint.
          if (!pressed.current && currentTarget.matches(':focus-visible')) openAfter(0)
        }}
        onBlur={() => {
          pressed.current = false
          close()
        }}
        onClick={close}
      >
        {children}
      </Slot.Root>
      {open && Box ? <Box anchor={anchor} hint={hint} side={side} onClose={close} /> : null}
    </>
  )
}
