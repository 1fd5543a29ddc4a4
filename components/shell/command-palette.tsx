'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { Dialog as Radix } from 'radix-ui'
import { useDeferredValue, useState } from 'react'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { foundItems, searchItems } from './found-items'
import { usePaletteActions } from './palette-actions'
import { matches, type PaletteGroup, type PaletteItem } from './palette-item'

const itemLook =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm text-ink data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3'
const groupLook =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3'

/** Fewer letters name too much. */
const LEAST_LETTERS = 2
/** And the letters that `Ctrl` makes arrows of. */
const STEERING = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End'])

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onShortcuts: () => void
}

/** `Ctrl K`: every screen and action by name; hosts, sessions, people, policies and addresses by a word. */
export function CommandPalette({ open, onOpenChange, onShortcuts }: CommandPaletteProps) {
  const { t } = useText()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 animate-appear overflow-hidden rounded-lg border border-line-strong bg-raised shadow-pop"
        >
          <Radix.Title className="sr-only">{t.shell.palette}</Radix.Title>
          <PaletteList onGone={() => onOpenChange(false)} onShortcuts={onShortcuts} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function PaletteList({ onGone, onShortcuts }: { onGone: () => void; onShortcuts: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const [typed, setTyped] = useState('')
  const [selected, setSelected] = useState('')
  const [steered, setSteered] = useState(false)
  const q = useDeferredValue(typed.trim())
  const { screens, actions } = usePaletteActions(onShortcuts)
  const wanted = q.length >= LEAST_LETTERS
  const found = useQuery(
    trpc.search.find.queryOptions(
      { q: q.slice(0, 100), limit: 5 },
      { enabled: wanted, placeholderData: keepPreviousData },
    ),
  )
  const groups: PaletteGroup[] = [
    { heading: t.shell.paletteScreens, items: screens.filter(({ text }) => matches(text, typed)) },
    ...(wanted && found.data ? foundItems(found.data, t) : []),
    { heading: t.shell.paletteActions, items: actions.filter(({ text }) => matches(text, typed)) },
    // Last: what has a name is sooner meant than a search.
    ...(wanted ? [searchItems(q, t)] : []),
  ].filter(({ items }) => items.length > 0)
  // Until somebody steers, the first is the one that Enter takes, also once better answers come in before it.
  const keys = groups.flatMap(({ items }) => items.map(({ key }) => key))
  const value = steered && keys.includes(selected) ? selected : (keys[0] ?? '')
  const choose = (item: PaletteItem) => {
    onGone()
    if ('href' in item) router.push(item.href)
    else item.act()
  }
  return (
    <Command
      label={t.shell.palette}
      loop
      shouldFilter={false}
      value={value}
      onValueChange={setSelected}
      onKeyDown={({ key, ctrlKey }) => {
        if (ctrlKey || STEERING.has(key)) setSteered(true)
      }}
      onPointerMove={() => setSteered(true)}
    >
      <Command.Input
        value={typed}
        onValueChange={(text) => {
          setTyped(text)
          setSteered(false)
        }}
        placeholder={t.shell.paletteHint}
        className="h-12 w-full border-b bg-transparent px-4 text-base outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-[60vh] overflow-y-auto p-1.5">
        {groups.map(({ heading, items }) => (
          <Command.Group key={heading} heading={heading} className={groupLook}>
            {items.map((item) => (
              <Command.Item
                key={item.key}
                value={item.key}
                onSelect={() => choose(item)}
                className={itemLook}
              >
                <item.icon aria-hidden />
                <span className="min-w-0 truncate">{item.text}</span>
                {item.detail ? <span className="ml-auto truncate pl-3 text-ink-3">{item.detail}</span> : null}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        {groups.length === 0 ? (
          <p role="status" className="px-3 py-6 text-center text-sm text-ink-3">
            {found.isFetching ? t.common.loading : t.shell.paletteNothing(q)}
          </p>
        ) : null}
      </Command.List>
    </Command>
  )
}
