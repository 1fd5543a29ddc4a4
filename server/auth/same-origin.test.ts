import { describe, expect, it } from 'vitest'
import { isCrossSite, isSameOrigin } from './same-origin'

const own = (more: Record<string, string>) => isSameOrigin(new Headers({ host: 'vip.example.com', ...more }))

describe('the origin check', () => {
  it('believes what the browser says of the site first', () => {
    expect(own({ 'sec-fetch-site': 'same-origin' })).toBe(true)
    for (const site of ['cross-site', 'same-site', 'none', 'nonsense']) {
      expect(own({ 'sec-fetch-site': site, origin: 'https://vip.example.com' })).toBe(false)
    }
  })

  it('compares the origin with the host where the browser does not say', () => {
    expect(own({ origin: 'https://vip.example.com' })).toBe(true)
    expect(own({ origin: 'https://vip.example.com:8443' })).toBe(false)
    expect(own({ origin: 'https://evil.example.com' })).toBe(false)
    expect(own({ origin: 'null' })).toBe(false)
  })

  it('refuses a request that says neither', () => {
    expect(own({})).toBe(false)
  })

  it('knows a link on another site from one typed by a person', () => {
    expect(isCrossSite(new Headers({ 'sec-fetch-site': 'cross-site' }))).toBe(true)
    expect(isCrossSite(new Headers({ 'sec-fetch-site': 'none' }))).toBe(false)
    expect(isCrossSite(new Headers())).toBe(false)
  })
})
