'use client'

import { Menu as MenuIcon, Search } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useText } from '~/components/data/text'
import { Kbd } from '~/components/ui/badge'
import { IconButton } from '~/components/ui/icon-button'
import { late } from '~/components/ui/late'
import { toast } from '~/components/ui/toast'
import { LATE_MS, useLate } from '~/components/ui/use-late'
import { AccountMenu } from './account-menu'
import { Brand } from './brand'
import { OfflineBanner } from './offline-banner'
import { SideNav } from './side-nav'
import { usePaletteKey } from './use-palette-key'
import { useShortcuts } from './use-shortcuts'

// No page begins with it; it is fetched when the page stands, so that whoever types at once loses no letter.
const loadPalette = () => import('./command-palette').then((module) => module.CommandPalette)
const CommandPalette = late(loadPalette)

const ShortcutSheet = late(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet))

const loadDrawer = () => import('./drawer').then((module) => module.Drawer)

/** The frame of every signed-in screen: navigation at the side from `lg` up, behind a menu button below. */
export function AppShell({ children }: { children: ReactNode }) {
  const { t } = useText()
  const [palette, setPalette] = useState(false)
  const [sheet, setSheet] = useState(false)
  const openSheet = useCallback(() => setSheet(true), [])
  usePaletteKey(setPalette)
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => {}), LATE_MS)
    return () => clearTimeout(timer)
  }, [])
  useShortcuts(openSheet)
  const path = usePathname()
  useEffect(() => {
    if (path) toast.arrive()
  }, [path])
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
      <Search aria-hidden className="size-3.5" />
      <span className="flex-1 text-left">{t.shell.palette}</span>
      <Kbd>Ctrl K</Kbd>
    </button>
  )
}

function MobileBar({ onPalette }: { onPalette: () => void }) {
  const { t } = useText()
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const [Drawer, fetch] = useLate(loadDrawer)
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-3 border-b bg-sunken px-3 lg:hidden print:hidden">
      <IconButton
        ref={button}
        label={t.shell.openMenu}
        size="icon"
        aria-haspopup="dialog"
        aria-expanded={open && Drawer !== null}
        onPointerEnter={fetch}
        onFocus={fetch}
        onClick={() => {
          setOpen(true)
          fetch()
        }}
      >
        <MenuIcon aria-hidden />
      </IconButton>
      {Drawer ? <Drawer open={open} onOpenChange={setOpen} button={button} /> : null}
      <div className="min-w-0 flex-1">
        <Brand />
      </div>
      <IconButton label={t.shell.palette} size="icon" onClick={onPalette}>
        <Search aria-hidden />
      </IconButton>
    </header>
  )
}
