import { describe, expect, it } from 'vitest'
import type { HeldNowRow } from '~/components/data/api'
import { heldInput, isBefore, joinsHeld } from './held-filters'

const row = (address: string, more: Partial<HeldNowRow> = {}): HeldNowRow => ({
  ...{
    id: 'a',
    address,
    network: 'loopback',
    kinds: ['computed'],
    programs: [],
    sessionId: 's',
    hostId: 'h',
  },
  ...{ host: 'H', number: 7, user: 'ana', from: '2026-11-22T11:00:00.000Z' },
  ...more,
})

describe('the list of addresses held now', () => {
  it('is asked for by the words of the address bar, without those that mean nothing', () => {
    expect(heldInput({ q: '10.9', network: 'virtual', kind: 'granted' })).toEqual({
      ...{ q: '10.9', network: 'virtual', kind: 'granted' },
    })
    expect(heldInput({ network: 'moon', kind: 'stolen' })).toEqual({ network: 'all' })
  })

  it('takes in what belongs to it, and of a search what it finds', () => {
    const leased = row('10.9.0.5', { network: '10.9.0.0/24', kinds: ['granted', 'computed'] })
    expect(joinsHeld(leased, heldInput({}))).toBe(true)
    expect(joinsHeld(leased, heldInput({ network: 'virtual', kind: 'granted' }))).toBe(true)
    expect(joinsHeld(leased, heldInput({ network: 'loopback' }))).toBe(false)
    expect(joinsHeld(leased, heldInput({ kind: 'observed' }))).toBe(false)
    expect(joinsHeld(leased, heldInput({ q: '10.9' }))).toBe(true)
    expect(joinsHeld(leased, heldInput({ q: 'ANA' }))).toBe(true)
    expect(joinsHeld(leased, heldInput({ q: 'ben' }))).toBe(false)
  })

  it('stands by address as a number, then by session', () => {
    expect(isBefore(row('10.9.0.9'), row('10.9.0.10'))).toBe(true)
    expect(isBefore(row('127.0.0.8', { sessionId: 'a' }), row('127.0.0.8', { sessionId: 'b' }))).toBe(true)
    expect(isBefore(row('127.0.0.8'), row('127.0.0.8'))).toBe(false)
  })
})
