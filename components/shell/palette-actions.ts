'use client'

import {
  Download,
  FileUp,
  Keyboard,
  KeyRound,
  Languages,
  LogOut,
  Moon,
  Plus,
  Rows3,
  Sun,
  SunMoon,
} from 'lucide-react'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { DENSITIES, useDensity } from '~/components/data/use-density'
import { LOCALE_NAMES, LOCALES } from '~/locales/locale'
import type { PaletteItem } from './palette-item'
import { SCREENS } from './screens'
import { signOut } from './sign-out'
import { usePreferences } from './use-preferences'

const THEME_ICONS = { light: Sun, dark: Moon, system: SunMoon }

/** Where this person may go, and what they may do from anywhere. */
export function usePaletteActions(onShortcuts: () => void): {
  screens: PaletteItem[]
  actions: PaletteItem[]
} {
  const { t, locale } = useText()
  const { permissions } = useMe()
  const { setLocale, setTheme } = usePreferences(true)
  const [density, setDensity] = useDensity()
  const words = t.shell.acts
  const actions: (PaletteItem | null)[] = [
    permissions.includes('policies.publish')
      ? { key: 'publish', text: words.publish, icon: FileUp, href: '/policies/publish' }
      : null,
    permissions.includes('hosts.manage')
      ? { key: 'enrol', text: words.enrol, icon: Plus, href: '/enrolment' }
      : null,
    permissions.includes('audit.export')
      ? {
          key: 'export-audit',
          text: words.exportAudit,
          icon: Download,
          act: () => window.location.assign('/api/export/audit.csv'),
        }
      : null,
    permissions.includes('farm.manage')
      ? { key: 'keys', text: t.administration.keys.title, icon: KeyRound, href: '/settings/keys' }
      : null,
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      key: `theme:${theme}`,
      text: `${t.shell.theme}: ${t.shell.themes[theme]}`,
      icon: THEME_ICONS[theme],
      act: () => setTheme(theme),
    })),
    ...LOCALES.filter((each) => each !== locale).map((each) => ({
      key: `language:${each}`,
      text: `${t.shell.language}: ${LOCALE_NAMES[each]}`,
      icon: Languages,
      act: () => setLocale(each),
    })),
    ...DENSITIES.filter((each) => each !== density).map((each) => ({
      key: `density:${each}`,
      text: `${t.lists.density}: ${t.lists.densities[each]}`,
      icon: Rows3,
      act: () => setDensity(each),
    })),
    { key: 'shortcuts', text: t.shell.shortcuts.title, detail: '?', icon: Keyboard, act: onShortcuts },
    { key: 'sign-out', text: t.shell.signOut, icon: LogOut, act: () => void signOut() },
  ]
  return {
    screens: SCREENS.filter(({ permission }) => permissions.includes(permission)).map(
      ({ key, href, icon }) => ({
        key: `screen:${key}`,
        text: t.shell.nav[key],
        icon,
        href,
      }),
    ),
    actions: actions.filter((action) => action !== null),
  }
}
