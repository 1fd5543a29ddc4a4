'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Theme } from '~/components/data/api'
import { useTRPC } from '~/components/data/trpc'
import { LOCALE_COOKIE, type Locale, THEME_COOKIE } from '~/locales/locale'

const YEAR_S = 31_536_000

// Kept in the browser too, so that the sign-in page greets people in their language and theme.
function remember(name: string, value: string) {
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain HTTP
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`
}

/** Language and theme: applied at once, remembered in the browser, and with the person when somebody is signed in. */
export function usePreferences(signedIn: boolean): {
  setLocale: (locale: Locale) => void
  theme: Theme | null
  setTheme: (theme: Theme) => void
} {
  const trpc = useTRPC()
  const router = useRouter()
  const [theme, setChosen] = useState<Theme | null>(null)
  const update = useMutation(trpc.me.update.mutationOptions({ onSettled: () => router.refresh() }))
  return {
    setLocale: (locale) => {
      remember(LOCALE_COOKIE, locale)
      if (signedIn) update.mutate({ locale })
      else router.refresh()
    },
    theme,
    setTheme: (next) => {
      remember(THEME_COOKIE, next)
      document.documentElement.dataset.theme = next
      setChosen(next)
      if (signedIn) update.mutate({ theme: next })
      else router.refresh()
    },
  }
}
