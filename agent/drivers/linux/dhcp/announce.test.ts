import { describe, expect, it } from 'vitest'
import { strangerNear } from './announce'

const table = (...addresses: string[]) =>
  ['IP address       HW type     Flags       HW address            Mask     Device']
    .concat(
      addresses.map((one) => `${one}         0x1         0x2         02:00:5e:00:00:07     *        eth0`),
    )
    .join('\n')

describe('whom the kernel is made to look for', () => {
  it('is the nearest address that it knows nothing of', () => {
    expect(strangerNear('10.9.0.100', table())).toBe('10.9.0.101')
    expect(strangerNear('10.9.0.100', table('10.9.0.101', '10.9.0.102'))).toBe('10.9.0.103')
    expect(strangerNear('192.168.255.254', table('192.168.255.255'))).toBe('192.168.255.252')
  })

  it('is nobody where all of them are known, or the address is none', () => {
    const all = [101, 102, 103, 97, 98, 99, 109, 110].map((last) => `10.9.0.${last}`)
    expect(strangerNear('10.9.0.100', table(...all))).toBeNull()
    expect(strangerNear('fd00::1', table())).toBeNull()
  })
})
