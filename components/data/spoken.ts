/** The texts of one language, fetched when somebody reads it: a reader needs one, and all of them weigh as much as a screen. */

import dynamic from 'next/dynamic'
import type { ComponentType } from 'react'
import type { Messages } from '~/locales/catalogue'
import type { Locale } from '~/locales/locale'
import type { More } from '~/locales/more'

const FETCH: Record<Locale, () => Promise<Messages>> = {
  en: () => import('~/locales/en').then(({ en }) => en),
  es: () => import('~/locales/es').then(({ es }) => es),
}

/** What few screens say. The rules and readers speak English: only other languages need a table of it. */
export type Subject = 'addresses' | 'files' | 'discovery'

const MORE: Record<Subject, Partial<Record<Locale, () => Promise<More>>>> = {
  addresses: {
    es: () => import('~/locales/es/address-words').then(({ withAddressWords }) => withAddressWords),
  },
  files: { es: () => import('~/locales/es/file-words').then(({ withFileWords }) => withFileWords) },
  discovery: {
    es: () => import('~/locales/es/discovery-words').then(({ withDiscoveryWords }) => withDiscoveryWords),
  },
}

const fetched = new Map<string, Promise<unknown>>()

/** The same promise for a name each time, as `use` needs it. One that failed is fetched anew. */
function once<Part>(name: string, fetch: () => Promise<Part>): Promise<Part> {
  let part = fetched.get(name) as Promise<Part> | undefined
  if (!part) {
    part = fetch()
    part.catch(() => fetched.delete(name))
    fetched.set(name, part)
  }
  return part
}

export function messagesIn(locale: Locale): Promise<Messages> {
  return once(locale, FETCH[locale])
}

const asItIs: More = (t) => t

export function moreIn(locale: Locale, subject: Subject): Promise<More> {
  return once(`${locale} ${subject}`, MORE[subject][locale] ?? (async () => asItIs))
}

const nothing = (_: unknown) => ({ default: () => null })

/** Shows nothing. Rendered on the server it lets the page name the language's file, so that the browser fetches it at once. */
export const EARLY: Record<Locale, ComponentType> = {
  en: dynamic(() => import('~/locales/en').then(({ en }) => nothing(en))),
  es: dynamic(() => import('~/locales/es').then(({ es }) => nothing(es))),
}

/** The same for what few screens say. */
export const MORE_EARLY: Record<Subject, Partial<Record<Locale, ComponentType>>> = {
  addresses: { es: dynamic(() => import('~/locales/es/address-words').then(nothing)) },
  files: { es: dynamic(() => import('~/locales/es/file-words').then(nothing)) },
  discovery: { es: dynamic(() => import('~/locales/es/discovery-words').then(nothing)) },
}
