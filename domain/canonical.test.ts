import { describe, expect, it } from 'vitest'
import { canonicalJson } from '~/domain/canonical'

describe('canonical JSON (one text for one value)', () => {
  it('sorts members and leaves out undefined ones', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'x'], c: undefined })).toBe('{"a":[true,null,"x"],"b":1}')
  })

  it('refuses fractions, which RFC 8785 writes in a way of its own', () => {
    expect(() => canonicalJson({ a: 1.5 })).toThrow(/whole numbers/)
  })
})
