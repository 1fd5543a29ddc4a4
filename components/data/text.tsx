'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Messages, messagesFor } from '~/locales/catalogue'
import { type Format, formatFor } from '~/locales/format'
import type { Locale } from '~/locales/locale'

interface Text {
  locale: Locale
  t: Messages
  format: Format
}

const TextContext = createContext<Text | null>(null)

/** `timeZone` is the reader's own choice; without one the browser's counts. */
export function TextProvider({
  locale,
  timeZone,
  children,
}: {
  locale: Locale
  timeZone?: string | null
  children: ReactNode
}) {
  const text = useMemo(
    () => ({ locale, t: messagesFor(locale), format: formatFor(locale, timeZone ?? undefined) }),
    [locale, timeZone],
  )
  return <TextContext value={text}>{children}</TextContext>
}

/** The words and formats of the reader's language. */
export function useText(): Text {
  const text = useContext(TextContext)
  if (!text) throw new Error('useText needs a TextProvider above it')
  return text
}
