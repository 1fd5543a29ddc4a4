import { describe, expect, it } from 'vitest'
import { loopbackSession, octetsOf } from './octets'

describe('the octets of an address', () => {
  it('carry the news where they differ from 127.0.0.1', () => {
    expect(octetsOf('127.0.1.0')?.map(({ differs }) => differs)).toEqual([false, false, true, true])
    expect(octetsOf('10.20.0.1')?.map(({ differs }) => differs)).toEqual([true, true, true, true])
  })
  it('are not looked for outside IPv4', () => {
    expect(octetsOf('fe80::1')).toBeNull()
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
