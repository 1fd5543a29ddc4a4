import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linuxLoopbackWarning, loopbackOf, MAX_SESSION_ID, sessionOf } from '~/domain/address'
import { problemText } from '~/domain/result'

const address = (id: number) => {
  const result = loopbackOf(id)
  return result.ok ? result.value : null
}
const session = (text: string) => {
  const result = sessionOf(text)
  return result.ok ? result.value : null
}
const refusal = (result: ReturnType<typeof loopbackOf> | ReturnType<typeof sessionOf>) =>
  result.ok ? '' : problemText(result.problem)

describe('Rulebook 1: address = 127.0.0.0 + session id + 1', () => {
  it.each([
    [0, '127.0.0.1'],
    [7, '127.0.0.8'],
    [254, '127.0.0.255'],
    [255, '127.0.1.0'],
    [256, '127.0.1.1'],
    [65_535, '127.1.0.0'],
    [16_777_213, '127.255.255.254'],
    [16_777_214, '127.255.255.255'],
  ])('session %i has %s, and the inverse names it', (id, text) => {
    expect(address(id)).toBe(text)
    expect(session(text)).toBe(id)
  })

  // A few seconds of work; the limit leaves room for a machine that does much else.
  it('holds for every legal session id, both ways', { timeout: 90_000 }, () => {
    const fourths = Array.from({ length: 256 }, (_, octet) => String(octet))
    let id = 0
    let wrong = 0
    for (let second = 0; second < 256; second++) {
      for (let third = 0; third < 256; third++) {
        const prefix = `127.${second}.${third}.`
        for (let fourth = id === 0 ? 1 : 0; fourth < 256; fourth++) {
          const forth = loopbackOf(id)
          const back = forth.ok && forth.value === prefix + fourths[fourth] ? sessionOf(forth.value) : null
          if (!back?.ok || back.value !== id) wrong++
          id++
        }
      }
    }
    expect(wrong).toBe(0)
    expect(id).toBe(MAX_SESSION_ID + 1)
    expect(id).toBe(16_777_215)
  })

  it('refuses ids outside 0 to 16,777,214, naming value and limit, and never wraps', () => {
    for (const id of [-1, 16_777_215, 0xffffffff, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -0.5, 2 ** 53]) {
      const text = refusal(loopbackOf(id))
      expect(text).toContain(String(id))
      expect(text).toContain('16777214')
    }
  })

  it('refuses every number that is not a legal id', () => {
    const illegal = fc.oneof(
      fc.integer({ min: MAX_SESSION_ID + 1, max: Number.MAX_SAFE_INTEGER }),
      fc.integer({ max: -1 }),
      fc.double().filter((value) => !Number.isInteger(value)),
    )
    fc.assert(fc.property(illegal, (id) => !loopbackOf(id).ok))
  })

  it('tells 0xFFFFFFFF as "no session"', () => {
    expect(refusal(loopbackOf(0xffffffff))).toContain('no session')
  })
})

describe('Rulebook 1: the inverse', () => {
  it('127.0.0.0 names no session, nor does any address outside 127/8', () => {
    for (const text of ['127.0.0.0', '10.0.0.1', '128.0.0.1', '0.0.0.0', '126.255.255.255']) {
      expect(refusal(sessionOf(text))).toContain('127.0.0.1 to 127.255.255.255')
    }
  })

  it('refuses what is no dotted address: leading zeros, short forms, blanks, IPv6', () => {
    const forms = [
      '127.0.0.01',
      '127.1',
      '127.0.0.256',
      ' 127.0.0.1',
      '127.0.0.1 ',
      '::1',
      '',
      '127.0.0.1.1',
      '127.0.0.1e1',
    ]
    for (const text of forms) expect(sessionOf(text).ok, text).toBe(false)
  })

  it('accepts nothing that it would write in another way', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = session(text)
        return id === null || address(id) === text
      }),
    )
  })
})

describe('Rulebook 1: Linux', () => {
  it('warns of the known tenants of 127/8 and of its broadcast, and of nothing else', () => {
    expect(linuxLoopbackWarning(52)).toContain('127.0.0.53')
    expect(linuxLoopbackWarning(53)).toContain('127.0.0.54')
    expect(linuxLoopbackWarning(256)).toContain('127.0.1.1')
    expect(linuxLoopbackWarning(16_777_214)).toContain('16777213')
    for (const id of [0, 7, 51, 54, 255, 257, 16_777_213]) expect(linuxLoopbackWarning(id)).toBeNull()
  })
})
