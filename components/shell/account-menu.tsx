'use client'

import { ChevronsUpDown } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { late } from '~/components/ui/late'
import { MenuButton } from '~/components/ui/menu-button'
import { usePreferences } from './use-preferences'

const loadItems = () => import('./account-items').then((module) => module.AccountItems)

const PasswordDialog = late(() => import('./password-dialog').then((module) => module.PasswordDialog))

export function AccountMenu() {
  const { t } = useText()
  const { user } = useMe()
  // Here and not among the items: they are gone by the time the server has answered.
  const preferences = usePreferences(true)
  const [password, setPassword] = useState(false)
  return (
    <>
      <MenuButton
        load={loadItems}
        items={(Items) => <Items preferences={preferences} onPassword={() => setPassword(true)} />}
        align="start"
      >
        <button
          type="button"
          className="flex w-full min-w-0 items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover"
        >
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full border bg-sunken text-xs font-semibold uppercase"
          >
            {user.name.slice(0, 1) || user.username.slice(0, 1)}
          </span>
          <span className="grid min-w-0 flex-1 leading-tight">
            <span className="sr-only">{t.shell.account}: </span>
            <span className="truncate text-sm font-medium">{user.name || user.username}</span>
            <span className="truncate text-xs text-ink-3">{t.shell.roles[user.role]}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 text-ink-3" />
        </button>
      </MenuButton>
      {password ? <PasswordDialog open onOpenChange={setPassword} /> : null}
    </>
  )
}
