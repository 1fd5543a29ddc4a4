'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { classNames } from './class-names'
import { IconButton } from './icon-button'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** What the dialog is for, or what will happen. */
  description?: ReactNode
  closeLabel: string
  /** `drawer` stands at the right edge and keeps the page behind it readable. */
  look?: 'dialog' | 'drawer'
  wide?: boolean
  children: ReactNode
}

const looks = {
  dialog:
    'top-1/2 left-1/2 max-h-[calc(100dvh-32px)] w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 rounded-lg border animate-appear',
  drawer: 'inset-y-0 right-0 w-full border-l sm:w-[520px] animate-slide',
}

/** The first field, else the content itself: never the button that closes it. */
function focusContent(event: Event) {
  event.preventDefault()
  const box = event.currentTarget instanceof HTMLElement ? event.currentTarget : null
  const field = box?.querySelector<HTMLElement>('input:not([disabled]), select, textarea')
  ;(field ?? box)?.focus()
}

/** A message in the corner stands above the dialog: its *Undo* is no wish to close what is open. */
function keepOpenForToast(event: { target: EventTarget | null; preventDefault: () => void }) {
  if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]')) event.preventDefault()
}

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  look = 'dialog',
  wide,
  children,
}: DialogProps) {
  const opener = useRef<Element>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement
            focusContent(event)
          }}
          onCloseAutoFocus={(event) => {
            // Radix knows its own triggers only, and a dialog that is fetched late has none.
            event.preventDefault()
            if (opener.current instanceof HTMLElement) opener.current.focus()
          }}
          onInteractOutside={keepOpenForToast}
          className={classNames(
            'fixed z-40 flex flex-col overflow-hidden border-line-strong outline-none bg-surface shadow-pop',
            looks[look],
            look === 'dialog' && (wide ? 'max-w-3xl' : 'max-w-lg'),
          )}
        >
          <header className="flex items-start gap-3 border-b px-5 py-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold tracking-tight">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-sm text-ink-2">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label={closeLabel}>
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          {/* The body scrolls, so it has to be reachable by keyboard even when it holds no control. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take the focus */}
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4 outline-none" tabIndex={0}>
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The buttons at the foot of a dialog or form. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap items-center justify-end gap-2">{children}</div>
}
