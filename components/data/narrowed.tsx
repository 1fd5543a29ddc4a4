'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '~/components/ui/button'
import { useText } from './text'

/** What a list is narrowed to by a link from elsewhere, and takes back. */
export function Narrowed({ children, onRemove }: { children: ReactNode; onRemove: () => void }) {
  const { t } = useText()
  return (
    <Button onClick={onRemove} className="border-accent bg-accent-soft">
      {children}
      <X aria-hidden />
      <span className="sr-only">{t.common.remove}</span>
    </Button>
  )
}
