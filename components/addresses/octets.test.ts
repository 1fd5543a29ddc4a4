import { describe, expect, it } from 'vitest'
import { addressParts, loopbackSession } from './octets'

const shown = (address: string) =>
  addressParts(address)?.map(({ at, text, differs }) => {
    expect(address.slice(at)).toMatch(text)
    return differs ? `[${text}]` : text
  })

describe('the parts of an address', () => {
  it('are the octets that differ from 127.0.0.1, and what lies between', () => {
    expect(shown('127.0.1.0')).toEqual(['127.0.', '[1]', '.', '[0]'])
    expect(shown('127.0.0.9')).toEqual(['127.0.0.', '[9]'])
    expect(shown('127.0.2.1')).toEqual(['127.0.', '[2]', '.1'])
    expect(shown('127.0.0.1')).toEqual(['127.0.0.1'])
    expect(shown('10.20.0.1')?.filter((part) => part !== '.')).toEqual(['[10]', '[20]', '[0]', '[1]'])
  })
  it('are not looked for outside IPv4', () => {
    expect(addressParts('fe80::1')).toBeNull()
  })
})

describe('the session of a loopback address', () => {
  it('is the address less one', () => {
    expect(loopbackSession('127.0.0.8')).toBe(7)
    expect(loopbackSession('127.0.1.0')).toBe(255)
  })
  it('is none for an outside address and for 127.0.0.0', () => {
    expect(loopbackSession('10.0.0.8')).toBeNull()
    expect(loopbackSession('127.0.0.0')).toBeNull()
  })
})
