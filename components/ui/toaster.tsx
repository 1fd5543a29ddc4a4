'use client'

import { Toaster as Sonner } from 'sonner'

const style = {
  background: 'var(--raised)',
  color: 'var(--ink)',
  borderColor: 'var(--line-strong)',
  fontFamily: 'var(--font-geist-sans)',
  // An open dialog takes the pointer from everything else.
  pointerEvents: 'auto',
} as const

export function Toaster() {
  return <Sonner position="bottom-right" toastOptions={{ style }} />
}
