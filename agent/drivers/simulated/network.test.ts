import { describe, expect, it } from 'vitest'
import { hostAddress, MAX_VIRTUAL_IPS, virtualIp } from './network'

describe('the simulated network', () => {
  it('never gives one address twice in a farm of a thousand hosts', () => {
    const seen = new Set<string>()
    for (let host = 0; host < 1_000; host++) {
      seen.add(hostAddress(host))
      for (let slot = 0; slot < MAX_VIRTUAL_IPS; slot++) seen.add(virtualIp(host, slot).address)
    }
    expect(seen.size).toBe(1_000 * (MAX_VIRTUAL_IPS + 1))
  })

  it('gives the same address for the same place', () => {
    expect(virtualIp(257, 3)).toEqual({ address: '10.21.1.4', network: '10.21.1.0/24' })
  })

  it('refuses places that do not exist', () => {
    expect(() => virtualIp(-1, 0)).toThrow(RangeError)
    expect(() => virtualIp(0, MAX_VIRTUAL_IPS)).toThrow(RangeError)
  })
})
