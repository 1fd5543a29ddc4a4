'use client'

import { ChevronsUpDown, KeyRound, LogOut } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Theme } from '~/components/data/api'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '~/components/ui/menu'
import { isLocale, LOCALE_NAMES, LOCALES } from '~/locales/locale'
import { signOut } from './sign-out'
import { usePreferences } from './use-preferences'

const PasswordDialog = dynamic(() => import('./password-dialog').then((module) => module.PasswordDialog), {
  ssr: false,
})

const THEMES: Theme[] = ['system', 'light', 'dark']

export function AccountMenu() {
  const { t, locale } = useText()
  const { user } = useMe()
  const { setLocale, theme, setTheme } = usePreferences(true)
  const [password, setPassword] = useState(false)
  return (
    <>
      <Menu>
        <MenuTrigger className="flex w-full min-w-0 items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover">
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
        </MenuTrigger>
        <MenuContent align="start">
          <MenuLabel>{t.shell.language}</MenuLabel>
          <MenuRadioGroup value={locale} onValueChange={(value) => isLocale(value) && setLocale(value)}>
            {LOCALES.map((each) => (
              <MenuRadioItem key={each} value={each} lang={each}>
                {LOCALE_NAMES[each]}
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
          <MenuSeparator />
          <MenuLabel>{t.shell.theme}</MenuLabel>
          <MenuRadioGroup value={theme ?? user.theme} onValueChange={(value) => setTheme(value as Theme)}>
            {THEMES.map((each) => (
              <MenuRadioItem key={each} value={each}>
                {t.shell.themes[each]}
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
          <MenuSeparator />
          <MenuItem onSelect={() => setPassword(true)}>
            <KeyRound aria-hidden />
            {t.shell.changePassword}
          </MenuItem>
          <MenuItem onSelect={() => void signOut()}>
            <LogOut aria-hidden />
            {t.shell.signOut}
          </MenuItem>
        </MenuContent>
      </Menu>
      {password ? <PasswordDialog open onOpenChange={setPassword} /> : null}
    </>
  )
}
