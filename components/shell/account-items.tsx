'use client'

import { KeyRound, LogOut } from 'lucide-react'
import type { Theme } from '~/components/data/api'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '~/components/ui/menu'
import { isLocale, LOCALE_NAMES, LOCALES } from '~/locales/locale'
import { signOut } from './sign-out'
import type { usePreferences } from './use-preferences'

const THEMES: Theme[] = ['system', 'light', 'dark']

interface AccountItemsProps {
  preferences: ReturnType<typeof usePreferences>
  onPassword: () => void
}

/** What one can do with one’s own account. */
export function AccountItems({ preferences, onPassword }: AccountItemsProps) {
  const { t, locale } = useText()
  const { user } = useMe()
  const { setLocale, theme, setTheme } = preferences
  return (
    <>
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
      <MenuItem onSelect={onPassword}>
        <KeyRound aria-hidden />
        {t.shell.changePassword}
      </MenuItem>
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden />
        {t.shell.signOut}
      </MenuItem>
    </>
  )
}
