import { describe, expect, it } from 'vitest'
import { formatFor } from './format'
import { counter } from './plural'

const now = Date.parse('2026-11-22T12:00:00Z')

describe('formats', () => {
  it('tells how long ago in the largest unit that says something', () => {
    expect(formatFor('en').relative('2026-11-22T11:57:10Z', now)).toBe('2 min. ago')
    expect(formatFor('es').relative('2026-11-22T11:57:10Z', now)).toBe('hace 2 min')
    expect(formatFor('en').relative('2026-11-22T12:00:00.400Z', now)).toBe('now')
  })
  it('writes spans in at most two units', () => {
    expect(formatFor('en').duration(3_725_000)).toBe('1h 2m')
    expect(formatFor('en').duration(0)).toBe('0s')
  })
  it('chooses the plural by the language’s rules', () => {
    expect(counter('en')(1, 'host', 'hosts')).toBe('1 host')
    expect(counter('es')(0, 'host', 'hosts')).toBe('0 hosts')
    expect(counter('es')(12_345, 'host', 'hosts')).toBe('12.345 hosts')
  })
})
