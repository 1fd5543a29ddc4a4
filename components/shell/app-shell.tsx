'use client'

import { Command, Menu as MenuIcon, Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useText } from '~/components/data/text'
import { Kbd } from '~/components/ui/badge'
import { IconButton } from '~/components/ui/icon-button'
import { AccountMenu } from './account-menu'
import { Brand } from './brand'
import { OfflineBanner } from './offline-banner'
import { SideNav } from './side-nav'
import { usePaletteKey } from './use-palette-key'
import { useShortcuts } from './use-shortcuts'

// No page begins with it; it is fetched when the page stands, so that whoever types at once loses no letter.
const loadPalette = () => import('./command-palette').then((module) => module.CommandPalette)
const CommandPalette = dynamic(loadPalette, { ssr: false })

const ShortcutSheet = dynamic(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet), {
  ssr: false,
})

/** By then the page has what it needs. */
const PALETTE_AFTER_MS = 2_000

/** The frame of every signed-in screen: navigation at the side from `lg` up, behind a menu button below. */
export function AppShell({ children }: { children: ReactNode }) {
  const { t } = useText()
  const [palette, setPalette] = useState(false)
  const [sheet, setSheet] = useState(false)
  const openSheet = useCallback(() => setSheet(true), [])
  usePaletteKey(setPalette)
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), PALETTE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  useShortcuts(openSheet)
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[232px_minmax(0,1fr)] print:block!">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t.shell.skip}
      </a>
      <aside
        aria-label={t.shell.product}
        className="sticky top-0 hidden h-dvh flex-col gap-5 border-r bg-sunken px-3 py-4 lg:flex print:hidden!"
      >
        <div className="px-1.5">
          <Brand />
        </div>
        <PaletteButton onOpen={() => setPalette(true)} />
        <SideNav />
        <div className="mt-auto">
          <AccountMenu />
        </div>
      </aside>
      <MobileBar onPalette={() => setPalette(true)} />
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        <OfflineBanner />
        {children}
      </main>
      {palette ? <CommandPalette open onOpenChange={setPalette} onShortcuts={openSheet} /> : null}
      {sheet ? <ShortcutSheet onClose={() => setSheet(false)} /> : null}
    </div>
  )
}

function PaletteButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useText()
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex h-8 items-center gap-2 rounded-md border bg-surface px-2.5 text-sm text-ink-3 hover:border-line-strong hover:text-ink"
    >
      <Command aria-hidden className="size-3.5" />
      <span className="flex-1 text-left">{t.shell.palette}</span>
      <Kbd>Ctrl K</Kbd>
    </button>
  )
}

function MobileBar({ onPalette }: { onPalette: () => void }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-3 border-b bg-sunken px-3 lg:hidden print:hidden">
      <Radix.Root open={open} onOpenChange={setOpen}>
        <Radix.Trigger asChild>
          <IconButton label={t.shell.openMenu} size="icon">
            <MenuIcon aria-hidden />
          </IconButton>
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
          <Radix.Content
            aria-describedby={undefined}
            className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] flex-col gap-5 border-r bg-surface px-3 py-4 shadow-pop"
          >
            <Radix.Title className="sr-only">{t.shell.navigation}</Radix.Title>
            <SideNav onNavigate={() => setOpen(false)} />
            <div className="mt-auto">
              <AccountMenu />
            </div>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
      <div className="min-w-0 flex-1">
        <Brand />
      </div>
      <IconButton label={t.shell.palette} size="icon" onClick={onPalette}>
        <Search aria-hidden />
      </IconButton>
    </header>
  )
}
