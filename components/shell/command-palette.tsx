'use client'

import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog as Radix } from 'radix-ui'
import { useState } from 'react'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { SCREENS } from './screens'

const itemLook =
  'flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm text-ink data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:text-ink-3'

/** `Ctrl K`: every screen by name, and a search of hosts and sessions. */
export function CommandPalette({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useText()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-24px)] max-w-lg -translate-x-1/2 animate-appear overflow-hidden rounded-lg border border-line-strong bg-raised shadow-pop"
        >
          <Radix.Title className="sr-only">{t.shell.palette}</Radix.Title>
          <PaletteList onGone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function PaletteList({ onGone }: { onGone: () => void }) {
  const { t } = useText()
  const { permissions } = useMe()
  const router = useRouter()
  const [q, setQ] = useState('')
  const go = (href: string) => {
    onGone()
    router.push(href)
  }
  const query = q.trim()
  return (
    <Command label={t.shell.palette} loop>
      <Command.Input
        value={q}
        onValueChange={setQ}
        placeholder={t.shell.paletteHint}
        className="h-12 w-full border-b bg-transparent px-4 text-base outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-80 overflow-y-auto p-1.5">
        <Command.Group
          heading={t.shell.paletteScreens}
          className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
        >
          {SCREENS.filter(({ permission }) => permissions.includes(permission)).map(
            ({ key, href, icon: Icon }) => (
              <Command.Item key={key} value={t.shell.nav[key]} onSelect={() => go(href)} className={itemLook}>
                <Icon aria-hidden />
                {t.shell.nav[key]}
              </Command.Item>
            ),
          )}
        </Command.Group>
        {query ? (
          <Command.Group forceMount>
            <Command.Item
              forceMount
              value={`hosts:${query}`}
              onSelect={() => go(`/hosts?q=${encodeURIComponent(query)}`)}
              className={itemLook}
            >
              <Search aria-hidden />
              {t.shell.searchHosts(query)}
            </Command.Item>
            <Command.Item
              forceMount
              value={`sessions:${query}`}
              onSelect={() => go(`/sessions?q=${encodeURIComponent(query)}`)}
              className={itemLook}
            >
              <Search aria-hidden />
              {t.shell.searchSessions(query)}
            </Command.Item>
          </Command.Group>
        ) : null}
      </Command.List>
    </Command>
  )
}
