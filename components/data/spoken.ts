/** The texts of one language, fetched when somebody reads it: a reader needs one, and all of them weigh as much as a screen. */

import dynamic from 'next/dynamic'
import type { ComponentType } from 'react'
import type { Messages } from '~/locales/catalogue'
import type { Locale } from '~/locales/locale'

const FETCH: Record<Locale, () => Promise<Messages>> = {
  en: () => import('~/locales/en').then(({ en }) => en),
  es: () => import('~/locales/es').then(({ es }) => es),
}

const fetched = new Map<Locale, Promise<Messages>>()

/** The same promise for a language each time, as `use` needs it. One that failed is fetched anew. */
export function messagesIn(locale: Locale): Promise<Messages> {
  let messages = fetched.get(locale)
  if (!messages) {
    messages = FETCH[locale]()
    messages.catch(() => fetched.delete(locale))
    fetched.set(locale, messages)
  }
  return messages
}

const nothing = (_: Messages) => ({ default: () => null })

/** Shows nothing. Rendered on the server it lets the page name the language's file, so that the browser fetches it at once. */
export const EARLY: Record<Locale, ComponentType> = {
  en: dynamic(() => import('~/locales/en').then(({ en }) => nothing(en))),
  es: dynamic(() => import('~/locales/es').then(({ es }) => nothing(es))),
}
