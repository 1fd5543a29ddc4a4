'use client'

import { createContext, type ReactNode, use, useContext, useMemo } from 'react'
import type { Messages } from '~/locales/catalogue'
import { type Format, formatFor } from '~/locales/format'
import type { Locale } from '~/locales/locale'
import { EARLY, MORE_EARLY, messagesIn, moreIn, type Subject } from './spoken'

interface Text {
  locale: Locale
  t: Messages
  format: Format
}

const TextContext = createContext<Text | null>(null)

/** `timeZone` is the reader's own choice, or the browser's. Waits until the texts are there. */
export function TextProvider({
  locale,
  timeZone,
  children,
}: {
  locale: Locale
  timeZone: string
  children: ReactNode
}) {
  const t = use(messagesIn(locale))
  const text = useMemo(() => ({ locale, t, format: formatFor(locale, timeZone) }), [locale, t, timeZone])
  const Early = EARLY[locale]
  return (
    <TextContext value={text}>
      <Early />
      {children}
    </TextContext>
  )
}

/** Adds what few screens say to the texts of those inside. */
export function MoreText({ of, children }: { of: Subject; children: ReactNode }) {
  const text = useText()
  const more = use(moreIn(text.locale, of))
  const all = useMemo(() => ({ ...text, t: more(text.t) }), [text, more])
  const Early = MORE_EARLY[of][text.locale]
  return (
    <TextContext value={all}>
      {Early ? <Early /> : null}
      {children}
    </TextContext>
  )
}

/** The words and formats of the reader's language. */
export function useText(): Text {
  const text = useContext(TextContext)
  if (!text) throw new Error('useText needs a TextProvider above it')
  return text
}
