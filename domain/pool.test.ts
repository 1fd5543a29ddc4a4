import { describe, expect, it } from 'vitest'
import { checkPool, type PoolDefinition, poolOverlap, poolState } from './pool'

const pool = (more: Partial<PoolDefinition>): PoolDefinition => ({
  name: 'Claims',
  description: '',
  network: '10.20.3.0/24',
  ranges: [],
  exclusions: [],
  quarantineSeconds: 300,
  warnPercent: 80,
  criticalPercent: 95,
  ...more,
})
const plan = (more: Partial<PoolDefinition>) => {
  const checked = checkPool(pool(more))
  if (!checked.ok) throw new Error(checked.problems[0]?.rule)
  return checked.plan
}
const rules = (more: Partial<PoolDefinition>) => {
  const checked = checkPool(pool(more))
  return checked.ok ? [] : checked.problems.map(({ field, rule }) => `${field}: ${rule}`)
}

describe('what a pool gives', () => {
  it('without ranges: all that hosts may hold', () => expect(plan({}).size).toBe(254))
  it('of /31 both, of /32 the one', () => {
    expect(plan({ network: '10.20.3.4/31' }).size).toBe(2)
    expect(plan({ network: '10.20.3.4/32' }).size).toBe(1)
  })
  it('ranges without what is taken out', () =>
    expect(plan({ ranges: ['10.20.3.10-10.20.3.19', '10.20.3.30'], exclusions: ['10.20.3.12'] }).size).toBe(
      10,
    ))
})

describe('bad definitions, each with its field and its rule', () => {
  it.each([
    [
      { ranges: ['10.20.3.10-10.20.3.20', '10.20.3.15-10.20.3.30'] },
      /ranges\[1\]: .*10\.20\.3\.10-10\.20\.3\.20/,
    ],
    [{ ranges: ['10.20.3.20-10.20.3.10'] }, /ranges\[0\]: a range ends/],
    [{ ranges: ['10.20.4.1'] }, /leaves the network/],
    [{ ranges: ['10.20.3.0-10.20.3.9'] }, /10\.20\.3\.0 is the network address/],
    [{ ranges: ['10.20.3.200-10.20.3.255'] }, /10\.20\.3\.255 is the broadcast address/],
    [{ network: '10.20.3.4/32', exclusions: ['10.20.3.4'] }, /nothing is left/],
    [{ network: '127.0.0.0/24' }, /loopback/],
    [{ network: 'fd00::/64' }, /IPv4 feature/],
    [{ network: '10.0.0.0/8' }, /at most 65536/],
    [{ quarantineSeconds: -1 }, /rest/],
    [{ quarantineSeconds: 2_592_001 }, /quarantineSeconds: a rest/],
    [{ warnPercent: 96 }, /warnPercent: the first threshold .* which is 95/],
    [{ warnPercent: 101, criticalPercent: 101 }, /warnPercent: .*\ncriticalPercent: a threshold/],
    [{ warnPercent: 101 }, /^warnPercent: a threshold[^\n]*$/],
    [{ criticalPercent: 200 }, /^criticalPercent: a threshold/],
  ])('%j', (more, rule) => expect(rules(more).join('\n')).toMatch(rule))
})

describe('two pools', () => {
  it('never share an address', () =>
    expect(
      poolOverlap(plan({ ranges: ['10.20.3.1-10.20.3.50'] }), plan({ ranges: ['10.20.3.40-10.20.3.60'] })),
    ).toEqual({ kind: 'address', text: '10.20.3.40-10.20.3.50' }))
  it('may share a network', () =>
    expect(poolOverlap(plan({ ranges: ['10.20.3.1'] }), plan({ ranges: ['10.20.3.2'] }))).toBeNull())
  it('do not lie in part of one another’s network', () =>
    expect(
      poolOverlap(plan({ network: '10.20.0.0/16', ranges: ['10.20.9.1'] }), plan({ ranges: ['10.20.3.2'] })),
    ).toEqual({ kind: 'network', text: '10.20.3.0/24' }))
})

it('a pool wants attention by its thresholds, resting addresses counted as taken', () => {
  const of = (held: number, resting: number) =>
    poolState({ size: 100, held, resting, reserved: 2, leaving: 0, warnPercent: 80, criticalPercent: 95 })
  expect([of(70, 9), of(70, 10), of(90, 5), of(90, 8)]).toEqual(['fine', 'warn', 'critical', 'full'])
})
