import type { Locale } from './locale'

/** Makes a counter: `count(3, 'host', 'hosts')` is `3 hosts`, with the number written as the language writes it. */
export function counter(locale: Locale): (n: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  return (n, one, other) => `${numbers.format(n)} ${rules.select(n) === 'one' ? one : other}`
}

/** Makes a chooser between two forms, for sentences where the number is not written or stands elsewhere. */
export function chooser(locale: Locale): (n: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(locale)
  return (n, one, other) => (rules.select(n) === 'one' ? one : other)
}
