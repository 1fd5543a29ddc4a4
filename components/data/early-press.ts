'use client'

import { useEffect } from 'react'

type Writable = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

interface Kept {
  press: Element | null
  typed: Map<Writable, string>
}

declare global {
  interface Window {
    /** Ends the keeping and hands over what was kept. */
    endOfEarly?: () => Kept
  }
}

/** Does once the page stands what was pressed and typed too early. */
export function useEarlyPresses(): void {
  useEffect(() => {
    const kept = window.endOfEarly?.()
    if (!kept) return
    for (const [field, value] of kept.typed) if (field.isConnected) typeAgain(field, value)
    // After React has taken in what was typed.
    setTimeout(() => {
      if (kept.press?.isConnected) pressAgain(kept.press)
    })
  }, [])
}

/** React hears of a value only when it differs from the one that was set last by the field's own setter. */
function typeAgain(field: Writable, value: string) {
  field.value = ''
  const prototype = Object.getPrototypeOf(field)
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }))
}

/** Menus open when the pointer goes down, all else by the click. */
function pressAgain(target: Element) {
  target.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, cancelable: true }))
  target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
}
