import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesWildcard, sameName } from '~/domain/text'

describe('Rulebook 5: names compare without case', () => {
  it('whatever the letters', () => {
    expect(sameName('Call Centre', 'CALL centre')).toBe(true)
    expect(sameName('ÁREA', 'área')).toBe(true)
    expect(sameName('a', 'b')).toBe(false)
  })
})

describe('Rulebook 5: * and ? in HostName and ClientName', () => {
  it.each([
    ['HOST*', 'host7', true],
    ['*', '', true],
    ['*', 'anything', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['h?st7', 'HOST7', true],
    ['*7', 'host7', true],
    ['*7', 'host78', false],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXcXb', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['?', '😀', true],
    ['host', 'host7', false],
  ])('%j on %j: %j', (pattern, name, fits) => expect(matchesWildcard(pattern, name)).toBe(fits))

  it('agrees with the same pattern as a regular expression', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '.', 'A'), { maxLength: 12 })
      .map((letters) => letters.join(''))
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '.', '*', '?'), { maxLength: 8 })
      .map((letters) => letters.join(''))
    fc.assert(
      fc.property(pattern, text, (wild, name) => {
        const source = wild.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
        return matchesWildcard(wild, name) === new RegExp(`^${source}$`, 'i').test(name)
      }),
      { numRuns: 1_000 },
    )
  })

  it('stays quick on patterns that would choke a backtracking matcher', () => {
    expect(matchesWildcard('*a'.repeat(100), `${'a'.repeat(2_000)}b`)).toBe(false)
  })
})
