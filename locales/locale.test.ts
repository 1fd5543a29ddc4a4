import { describe, expect, it } from 'vitest'
import { pickLocale } from './locale'

describe('the language of a page', () => {
  it('is the person’s own choice before everything else', () => {
    expect(pickLocale('es', 'en', 'en-GB')).toBe('es')
  })
  it('is the remembered one while nobody is signed in', () => {
    expect(pickLocale(null, 'es', 'en')).toBe('es')
  })
  it('follows the weights of Accept-Language', () => {
    expect(pickLocale(null, undefined, 'de, en;q=0.5, es-MX;q=0.8')).toBe('es')
    expect(pickLocale(null, undefined, 'es;q=0, en;q=0.1')).toBe('en')
  })
  it('is English where no language fits, and where the header is missing or broken', () => {
    expect(pickLocale(undefined, 'xx', 'de-DE')).toBe('en')
    expect(pickLocale(undefined, undefined, null)).toBe('en')
    expect(pickLocale(undefined, undefined, ';;q=,,')).toBe('en')
  })
})
