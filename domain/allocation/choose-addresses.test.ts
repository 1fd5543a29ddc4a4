import { describe, expect, it } from 'vitest'
import { chooseAddresses, type FreeAddress, type Wish } from './choose-addresses'

const free = (address: string, more: Partial<FreeAddress> = {}): FreeAddress => ({
  address,
  reservedPerson: null,
  reservedProgram: null,
  lastSession: null,
  lastPerson: null,
  resting: false,
  ...more,
})
const wish = (sessionId: string, more: Partial<Wish> = {}): Wish => ({
  sessionId,
  personId: `person of ${sessionId}`,
  programs: [],
  ...more,
})

describe('which address a session gets', () => {
  it('what is reserved for its user comes first, and nobody else gets it', () => {
    const addresses = [free('a'), free('b', { reservedPerson: 'ana' })]
    expect(chooseAddresses([wish('1'), wish('2', { personId: 'ana' }), wish('3')], addresses)).toEqual([
      'a',
      'b',
      null,
    ])
  })
  it('a program keeps its address, whatever the case of its name', () => {
    const addresses = [free('a'), free('b', { reservedProgram: 'crm.exe' })]
    expect(chooseAddresses([wish('1', { programs: ['CRM.exe'] }), wish('2')], addresses)).toEqual(['b', 'a'])
  })
  it('its own last one, even while that rests', () =>
    expect(chooseAddresses([wish('1')], [free('a'), free('b', { lastSession: '1', resting: true })])).toEqual(
      ['b'],
    ))
  it('the one its user had last, once that has rested', () => {
    const had = (resting: boolean) => [free('a'), free('b', { lastPerson: 'ana', resting })]
    expect(chooseAddresses([wish('1', { personId: 'ana' })], had(false))).toEqual(['b'])
    expect(chooseAddresses([wish('1', { personId: 'ana' })], had(true))).toEqual(['a'])
  })
  it('one that rests is for nobody else', () =>
    expect(chooseAddresses([wish('1')], [free('a', { resting: true })])).toEqual([null]))
  it('a claim of a later wish goes before the mere need of an earlier one', () =>
    expect(chooseAddresses([wish('1'), wish('2')], [free('a', { lastSession: '2' })])).toEqual([null, 'a']))
  it('nothing is given twice', () => {
    const wishes = Array.from({ length: 50 }, (_, at) => wish(`${at}`, { personId: 'ana' }))
    const addresses = Array.from({ length: 40 }, (_, at) => free(`${at}`, { lastPerson: 'ana' }))
    const given = chooseAddresses(wishes, addresses).filter((one) => one !== null)
    expect(given).toHaveLength(40)
    expect(new Set(given).size).toBe(40)
  })
})
