import { describe, expect, it } from 'vitest'
import { strangerNear } from './announce'

describe('whom the kernel is made to look for', () => {
  it('is the nearest address that it neither knows nor has', () => {
    expect(strangerNear('10.9.0.100', new Set())).toBe('10.9.0.101')
    expect(strangerNear('10.9.0.100', new Set(['10.9.0.101', '10.9.0.102']))).toBe('10.9.0.103')
    expect(strangerNear('192.168.255.254', new Set())).toBe('192.168.255.252')
    expect(strangerNear('10.9.0.1', new Set())).toBe('10.9.0.3')
  })

  it('is nobody where all of them are known, or the address is none', () => {
    const all = new Set(Array.from({ length: 256 }, (_, last) => `10.9.0.${last}`))
    expect(strangerNear('10.9.0.100', all)).toBeNull()
    expect(strangerNear('fd00::1', new Set())).toBeNull()
  })
})
