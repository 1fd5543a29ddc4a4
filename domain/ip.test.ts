import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressRange, parseIp, parseIpPattern, spanHolds } from '~/domain/ip'

const holds = (pattern: string, address: string) => {
  const span = parseIpPattern(pattern, 'value')
  const ip = parseIp(address)
  return span.ok && ip !== null && spanHolds(span.value, ip)
}

describe('Rulebook 5: values of ClientIP filters', () => {
  it.each([
    ['12.0.0.1', '12.0.0.1', true],
    ['12.0.0.1', '12.0.0.2', false],
    ['12.0.0.*', '12.0.0.255', true],
    ['12.0.0.*', '12.0.1.0', false],
    ['12.0.*.*', '12.0.200.9', true],
    ['12.*', '12.0.0.1', false],
    ['12.0.0.1-12.0.0.70', '12.0.0.70', true],
    ['12.0.0.1 - 12.0.0.70', '12.0.0.1', true],
    ['12.0.0.1-12.0.0.70', '12.0.0.71', false],
    ['12.0.0.1/24', '12.0.0.200', true],
    ['12.0.0.1/24', '12.0.1.1', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['10.0.0.7/32', '10.0.0.7', true],
    ['10.0.0.7/32', '10.0.0.8', false],
    ['2001:db8::7', '2001:DB8:0:0:0:0:0:7', true],
    ['2001:db8::7', '2001:db8::8', false],
    ['2001:db8::1-2001:db8::ff', '2001:db8::80', true],
    ['2001:db8::1-2001:db8::ff', '2001:db8::100', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['::/0', '::1', true],
    ['12.0.0.*', '2001:db8::1', false],
    ['::ffff:12.0.0.1', '12.0.0.1', true],
    ['12.0.0.*', '::ffff:12.0.0.9', true],
  ])('%j on %j: %j', (pattern, address, fits) => expect(holds(pattern, address)).toBe(fits))

  it.each([
    '',
    'example',
    '12.0.0',
    '12.0.0.256',
    '12.0.0.01',
    '12.0.0.1/33',
    '12.0.0.1/',
    '12.0.0.1/24/24',
    '12.*.0.1',
    '*',
    '12.0.0.1*',
    '12.0.0.70-12.0.0.1',
    '12.0.0.1-',
    '12.0.0.1-2001:db8::1',
    '2001:db8::/129',
    '2001:db8:::1',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7',
    '1::2::3',
    '2001:db8::*',
    'fe80::1%eth0',
  ])('refuses %j with its value and the forms that are taken', (pattern) => {
    const span = parseIpPattern(pattern, 'filters[0].value')
    expect(span.ok).toBe(false)
    if (!span.ok) expect(span.problem).toMatchObject({ field: 'filters[0].value', value: pattern })
  })

  it('a prefix holds exactly the addresses that share its bits', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const address = fc.tuple(octet, octet, octet, octet)
    const bits = (octets: number[]) => octets.reduce((sum, part) => sum * 256 + part, 0)
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (one, other, length) => {
        const unit = 2 ** (32 - length)
        const same = Math.floor(bits(one) / unit) === Math.floor(bits(other) / unit)
        return holds(`${one.join('.')}/${length}`, other.join('.')) === same
      }),
    )
  })
})

describe('what begins an address', () => {
  it.each([
    ['127.0.0.8', { from: '127.0.0.8', to: '127.0.0.8' }],
    ['127.0.', { from: '127.0.0.0', to: '127.0.255.255' }],
    ['10.1', { from: '10.1.0.0', to: '10.1.255.255' }],
    ['2001:db8::1', { from: '2001:db8::1', to: '2001:db8::1' }],
    ['127', null],
    ['127.0.0.256', null],
    ['127.0.0.08', null],
    ['ana.luna', null],
  ])('%s', (text, range) => {
    expect(addressRange(text)).toEqual(range)
  })
})
