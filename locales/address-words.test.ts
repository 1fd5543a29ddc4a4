import { describe, expect, it } from 'vitest'
import { loopbackOf, sessionOf } from '~/domain/address'
import { parseInstant } from '~/domain/instant'
import { readAddress, readNetwork, readSpan } from '~/domain/network'
import { checkPool, type PoolDefinition } from '~/domain/pool'
import type { Problem } from '~/domain/result'
import { es } from './es'
import { withAddressWords } from './es/address-words'

const { sentence } = withAddressWords(es).rules

const POOL: PoolDefinition = {
  name: 'Claims',
  description: '',
  network: '10.20.3.0/24',
  ranges: [],
  exclusions: [],
  quarantineSeconds: 300,
  warnPercent: 80,
  criticalPercent: 95,
}
const ofPool = (more: Partial<PoolDefinition>): Problem[] => {
  const checked = checkPool({ ...POOL, ...more })
  return checked.ok ? [] : checked.problems
}
const wrong = (result: { ok: true } | { ok: false; problem: Problem }): Problem[] =>
  result.ok ? [] : [result.problem]

describe('what addresses are refused for, in Spanish', () => {
  it.each([
    ['a prefix that is none', wrong(readNetwork('10.20.3.0/33'))],
    ['host bits', wrong(readNetwork('10.20.3.5/24'))],
    ['a network of IPv6', wrong(readNetwork('fd00::/64'))],
    ['an address of IPv6', wrong(readAddress('fd00::1', 'address'))],
    ['leading zeros', wrong(readAddress('10.020.3.1', 'address'))],
    ['three ends', wrong(readSpan('10.20.3.1-10.20.3.2-10.20.3.3', 'ranges[0]'))],
    ['an inverted range', ofPool({ ranges: ['10.20.3.20-10.20.3.10'] })],
    ['a range outside', ofPool({ ranges: ['10.20.4.1'] })],
    ['the network address', ofPool({ ranges: ['10.20.3.0-10.20.3.9'] })],
    ['the broadcast address', ofPool({ ranges: ['10.20.3.9-10.20.3.255'] })],
    ['ranges that overlap', ofPool({ ranges: ['10.20.3.1-10.20.3.9', '10.20.3.5'] })],
    [
      'a special network',
      ['0.0.0.0/8', '127.0.0.0/24', '224.0.0.0/8', '240.0.0.0/8'].flatMap((network) => ofPool({ network })),
    ],
    ['too large a pool', ofPool({ network: '10.0.0.0/8' })],
    ['an empty pool', ofPool({ network: '10.20.3.4/32', exclusions: ['10.20.3.4'] })],
    ['a rest that is none', ofPool({ quarantineSeconds: -1 })],
    ['thresholds that are none', ofPool({ warnPercent: 101, criticalPercent: 100.5 })],
    ['inverted thresholds', ofPool({ warnPercent: 96 })],
    ['session ids', [-1, 0xffffffff, 16_777_215].flatMap((id) => wrong(loopbackOf(id)))],
    ['loopback addresses', ['127.0.0.0', '10.0.0.1', '127.0.0.01'].flatMap((text) => wrong(sessionOf(text)))],
    [
      'instants',
      ['yesterday', '2026-05-03T14:03:10', '2026-02-30T00:00:00Z', '0001-01-01T00:00:00Z'].flatMap((text) =>
        wrong(parseInstant(text, 'at')),
      ),
    ],
  ])('%s', (_, problems) => {
    expect(problems).not.toEqual([])
    for (const { rule, mend } of problems) {
      expect(sentence(rule), rule).not.toBe(rule)
      expect(sentence(mend), mend).not.toBe(mend)
    }
  })

  it('names what the rule names', () =>
    expect(sentence('10.20.3.7 belongs to the pool Claims already')).toBe(
      '10.20.3.7 ya pertenece al grupo Claims',
    ))
})
