'use client'

import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode, RefObject } from 'react'
import { Standing } from './standing'

export interface TooltipBoxProps {
  anchor: RefObject<HTMLElement | null>
  hint: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  onClose: () => void
}

/** The open hint of a `Tooltip`. */
export function TooltipBox({ anchor, hint, side, onClose }: TooltipBoxProps) {
  return (
    <Radix.Provider>
      <Radix.Root open onOpenChange={onClose}>
        <Radix.Trigger asChild>
          <Standing anchor={anchor} />
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-80 animate-appear rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-sm text-ink shadow-pop"
          >
            {hint}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
