'use client'

import { Dialog as Radix } from 'radix-ui'
import type { RefObject } from 'react'
import { useText } from '~/components/data/text'
import { AccountMenu } from './account-menu'
import { SideNav } from './side-nav'

interface DrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Has the focus again afterwards. */
  button: RefObject<HTMLButtonElement | null>
}

/** The navigation of a narrow screen. */
export function Drawer({ open, onOpenChange, button }: DrawerProps) {
  const { t } = useText()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={() => button.current?.focus()}
          className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] flex-col gap-5 border-r bg-surface px-3 py-4 shadow-pop"
        >
          <Radix.Title className="sr-only">{t.shell.navigation}</Radix.Title>
          <SideNav onNavigate={() => onOpenChange(false)} />
          <div className="mt-auto">
            <AccountMenu />
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
