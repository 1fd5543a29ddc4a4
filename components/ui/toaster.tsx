'use client'

import { Toaster as Sonner } from 'sonner'

const style = {
  background: 'var(--raised)',
  color: 'var(--ink)',
  borderColor: 'var(--line-strong)',
  fontFamily: 'var(--font-geist-sans)',
}

export function Toaster() {
  return <Sonner position="bottom-right" toastOptions={{ style }} />
}
