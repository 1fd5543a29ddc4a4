'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useMe } from '~/components/data/me'
import { SCREENS } from './screens'

/** `g` waits this long for the letter of a screen. */
const GO_MS = 1_000

/** Keys that act from anywhere while nobody types: `?`, `j` and `g` with a letter. */
export function useShortcuts(onSheet: () => void): void {
  const router = useRouter()
  const { permissions } = useMe()
  const goingSince = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (
        target instanceof HTMLElement &&
        target.closest('input, textarea, select, [role=dialog], [role=menu]')
      )
        return
      const going = Date.now() - goingSince.current < GO_MS
      goingSince.current = event.key === 'g' ? Date.now() : 0
      const screen = going ? SCREENS.find(({ letter }) => letter === event.key) : undefined
      if (screen && permissions.includes(screen.permission)) router.push(screen.href)
      else if (event.key === '?') onSheet()
      else if (event.key === 'j' && !(target instanceof HTMLElement && target.closest('[data-row]')))
        document.querySelector<HTMLElement>('[data-row]')?.focus()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [router, permissions, onSheet])
}
