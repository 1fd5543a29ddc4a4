/** Which language a person reads. */

export const LOCALES = ['en', 'es'] as const
export type Locale = (typeof LOCALES)[number]
export const LOCALE_COOKIE = 'vipfarm-locale'
export const THEME_COOKIE = 'vipfarm-theme'
/** Each language by its own name. */
export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', es: 'Español' }

export function isLocale(text: unknown): text is Locale {
  return typeof text === 'string' && (LOCALES as readonly string[]).includes(text)
}

/** The person's own choice, else the browser's remembered one, else the first language of `Accept-Language` we speak. */
export function pickLocale(own: unknown, cookie: unknown, acceptLanguage: string | null): Locale {
  if (isLocale(own)) return own
  if (isLocale(cookie)) return cookie
  const wished = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().split(';')
      const q = params.map((param) => param.trim()).find((param) => param.startsWith('q='))
      return { language: tag.trim().slice(0, 2).toLowerCase(), weight: q ? Number(q.slice(2)) || 0 : 1 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return wished.map(({ language }) => language).find(isLocale) ?? 'en'
}
