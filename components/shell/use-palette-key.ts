'use client'

import { type Dispatch, type SetStateAction, useEffect } from 'react'

/** `Ctrl K` (or the command key) opens and closes the palette from anywhere. */
export function usePaletteKey(setOpen: Dispatch<SetStateAction<boolean>>): void {
  useEffect(() => {
    const toggle = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setOpen((open) => !open)
    }
    window.addEventListener('keydown', toggle)
    return () => window.removeEventListener('keydown', toggle)
  }, [setOpen])
}
