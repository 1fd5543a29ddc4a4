import { describe, expect, it } from 'vitest'
import { addressGroup, createThrottle } from './throttle'

const LIMITS = { username: { burst: 3, refillMs: 10_000 }, address: { burst: 5, refillMs: 1_000 } }

function setup(mostKeys?: number) {
  let ms = 1_000_000
  const clock = { now: () => new Date(ms) }
  return {
    throttle: createThrottle(clock, LIMITS, mostKeys),
    pass: (by: number) => {
      ms += by
    },
  }
}

describe('the sign-in throttle', () => {
  it('lets a name be tried so often at once, from any address, and says how long to wait then', () => {
    const { throttle } = setup()
    for (const from of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) expect(throttle.attempt('ana', from)).toBe(0)
    expect(throttle.attempt('ana', '10.0.0.4')).toBe(10)
    expect(throttle.attempt('ANA', '10.0.0.4')).toBe(10)
    expect(throttle.attempt('luis', '10.0.0.4')).toBe(0)
  })

  it('lets an address try so many names at once', () => {
    const { throttle } = setup()
    for (const name of ['a', 'b', 'c', 'd', 'e']) expect(throttle.attempt(name, '10.0.0.1')).toBe(0)
    expect(throttle.attempt('f', '10.0.0.1')).toBe(1)
    expect(throttle.attempt('f', '10.0.0.2')).toBe(0)
  })

  it('gives attempts back with time, never more than the burst', () => {
    const { throttle, pass } = setup()
    for (let i = 0; i < 3; i += 1) throttle.attempt('ana', '10.0.0.1')
    pass(10_000)
    expect(throttle.attempt('ana', '10.0.0.1')).toBe(0)
    expect(throttle.attempt('ana', '10.0.0.1')).toBe(10)
    pass(86_400_000)
    for (let i = 0; i < 3; i += 1) expect(throttle.attempt('ana', '10.0.0.1')).toBe(0)
    expect(throttle.attempt('ana', '10.0.0.1')).toBe(10)
  })

  it('does not count a right password, and a refused attempt costs nothing', () => {
    const { throttle, pass } = setup()
    for (let i = 0; i < 50; i += 1) {
      expect(throttle.attempt('ana', '10.0.0.1')).toBe(0)
      throttle.succeeded('ana', '10.0.0.1')
    }
    for (let i = 0; i < 3; i += 1) throttle.attempt('ana', '10.0.0.1')
    for (let i = 0; i < 50; i += 1) expect(throttle.attempt('ana', '10.0.0.1')).toBe(10)
    pass(10_000)
    expect(throttle.attempt('ana', '10.0.0.1')).toBe(0)
  })

  it('remembers a bounded number of keys', () => {
    const { throttle, pass } = setup(100)
    for (let i = 0; i < 1_000; i += 1) throttle.attempt(`user${i}`, `10.0.${i >> 8}.${i & 255}`)
    expect(throttle.size).toBe(100)
    pass(1)
    expect(throttle.attempt('user999', '10.9.9.9')).toBe(0)
  })

  it('takes the /64 of an IPv6 address, and an IPv4 address as it is', () => {
    expect(addressGroup('2001:db8:0:1:aaaa::1')).toBe(addressGroup('2001:DB8::1:bbbb:0:0:2'))
    expect(addressGroup('2001:db8:0:2::1')).not.toBe(addressGroup('2001:db8:0:1::1'))
    expect(addressGroup('::ffff:10.0.0.1')).toBe('10.0.0.1')
    expect(addressGroup('::1')).toBe('0:0:0:0')
    expect(addressGroup('fe80::1%eth0')).toBe('fe80:0:0:0')
  })
})
