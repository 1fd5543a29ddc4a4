'use client'

import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode, RefObject } from 'react'
import { classNames } from './class-names'
import { Standing } from './standing'

const itemLook =
  'flex h-8 max-sm:h-11 pointer-coarse:h-11 items-center gap-2 rounded-sm px-2 text-sm text-ink outline-none select-none data-[disabled]:text-ink-3 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:text-ink-3'

export const MenuRadioGroup = Radix.RadioGroup

interface MenuProps {
  id: string
  labelledBy: string
  button: RefObject<HTMLButtonElement | null>
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Opened by the keyboard: its first item has the focus. */
  byKey: boolean
  align: 'start' | 'end'
  children: ReactNode
}

/** What opens under a `MenuButton`. */
export function Menu({ id, labelledBy, button, open, onOpenChange, byKey, align, children }: MenuProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>
        <Standing anchor={button} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-labelledby={labelledBy}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          ref={byKey ? focusFirst : undefined}
          className="z-50 min-w-52 animate-appear rounded-lg border border-line-strong bg-raised p-1 shadow-pop"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The menu came after the key that opened it, and so has not seen it. */
function focusFirst(menu: HTMLElement | null) {
  if (!menu) return
  const first = () => menu.querySelector<HTMLElement>('[role^=menuitem]')?.focus({ preventScroll: true })
  menu.addEventListener('focus', first, { once: true })
}

export function MenuItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={classNames(itemLook, className)} {...props} />
}

export function MenuRadioItem({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={classNames(itemLook, 'pr-2', className)} {...props}>
      <span className="flex-1">{children}</span>
      <Radix.ItemIndicator>
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  )
}

/** Stays open when it is ticked: people tick more than one. */
export function MenuCheckItem({ className, children, ...props }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem
      className={classNames(itemLook, 'pr-2', className)}
      onSelect={(event) => event.preventDefault()}
      {...props}
    >
      <span className="flex-1">{children}</span>
      <Radix.ItemIndicator>
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 text-xs font-medium text-ink-3">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}
