'use client'

import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export const TooltipProvider = Radix.Provider

/** A hint on hover and on focus. What is behind it must make sense without it. */
export function Tooltip({
  hint,
  children,
  side,
}: {
  hint: ReactNode
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
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
  )
}
