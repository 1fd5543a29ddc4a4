import { en } from './en'
import { es } from './es'
import type { Locale } from './locale'

/** Every text of the interface. English sets the shape; a language that lacks a key does not compile. */
export type Messages = typeof en

const catalogues: Record<Locale, Messages> = { en, es }

export function messagesFor(locale: Locale): Messages {
  return catalogues[locale]
}
