import { describe, expect, it } from 'vitest'
import {
  addressText,
  hostSpan,
  type Network,
  readAddress,
  readNetwork,
  readSpan,
  spanText,
  subtract,
} from './network'

const network = (text: string): Network => {
  const read = readNetwork(text)
  if (!read.ok) throw new Error(read.problem.rule)
  return read.value
}
const rule = (result: { ok: boolean; problem?: { rule: string; mend: string } }) =>
  result.ok ? '' : `${result.problem?.rule} ${result.problem?.mend}`

describe('networks', () => {
  it.each([
    ['10.20.3.0/24', '10.20.3.0', '10.20.3.255', '10.20.3.1-10.20.3.254'],
    ['10.20.3.128/25', '10.20.3.128', '10.20.3.255', '10.20.3.129-10.20.3.254'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255', '0.0.0.1-255.255.255.254'],
    ['10.20.3.4/31', '10.20.3.4', '10.20.3.5', '10.20.3.4-10.20.3.5'],
    ['10.20.3.4/32', '10.20.3.4', '10.20.3.4', '10.20.3.4'],
  ])('%s is from %s to %s, and hosts hold %s', (text, first, last, hosts) => {
    const { first: low, last: high } = network(text)
    expect([addressText(low), addressText(high), spanText(hostSpan(network(text)))]).toEqual([
      first,
      last,
      hosts,
    ])
  })

  it.each([
    ['10.20.3.7/24', /not the first address .* Write 10\.20\.3\.0\/24/],
    ['10.20.3.0', /slash/],
    ['10.20.3.0/33', /0 to 32/],
    ['10.20.03.0/24', /0 to 32/],
    ['fd00::/64', /IPv4 feature/],
  ])('%s is refused with its reason', (text, reason) => expect(rule(readNetwork(text))).toMatch(reason))
})

describe('ranges', () => {
  it('an inverted one is refused, and told the right way round', () =>
    expect(rule(readSpan('10.0.0.9-10.0.0.2', 'ranges[0]'))).toMatch(/Write 10\.0\.0\.2-10\.0\.0\.9/))
  it('an IPv6 address is refused with the reason', () =>
    expect(rule(readAddress('fd00::7', 'address'))).toMatch(/IPv4 feature/))
  it('what is taken out leaves the rest in order', () => {
    const spans = [
      { first: 20, last: 30 },
      { first: 1, last: 10 },
    ]
    const out = [
      { first: 25, last: 40 },
      { first: 5, last: 5 },
      { first: 1, last: 2 },
    ]
    expect(subtract(spans, out)).toEqual([
      { first: 3, last: 4 },
      { first: 6, last: 10 },
      { first: 20, last: 24 },
    ])
  })
})
