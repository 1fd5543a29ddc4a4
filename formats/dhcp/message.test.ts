import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DHCP_KINDS, type DhcpMessage, readDhcp, writeDhcp } from './message'

const byte = fc.integer({ min: 0, max: 255 })
const address = fc
  .tuple(byte, byte, byte, byte)
  .map((bytes) => bytes.join('.'))
  .filter((text) => text !== '0.0.0.0')
const seconds = fc.integer({ min: 0, max: 0xffffffff })
const hexOf = (bytes: readonly number[]) => bytes.map((one) => one.toString(16).padStart(2, '0'))
const message: fc.Arbitrary<DhcpMessage> = fc.record(
  {
    kind: fc.constantFrom(...DHCP_KINDS),
    reply: fc.boolean(),
    xid: seconds,
    secs: fc.integer({ min: 0, max: 0xffff }),
    broadcast: fc.boolean(),
    clientAddress: fc.option(address),
    yourAddress: fc.option(address),
    hardware: fc.array(byte, { minLength: 6, maxLength: 6 }).map((bytes) => hexOf(bytes).join(':')),
    clientId: fc.array(byte, { minLength: 1, maxLength: 600 }).map((bytes) => hexOf(bytes).join('')),
    requested: address,
    server: address,
    leaseSeconds: seconds,
    renewSeconds: seconds,
    rebindSeconds: seconds,
    text: fc.array(byte).map((bytes) => String.fromCharCode(...bytes)),
    wanted: fc.array(byte),
  },
  {
    requiredKeys: ['kind', 'reply', 'xid', 'secs', 'broadcast', 'clientAddress', 'yourAddress', 'hardware'],
  },
)

describe('a DHCP message', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(message, (one) => {
        expect(readDhcp(writeDhcp(one))).toEqual({ ok: true, value: one })
      }),
    )
  })

  test('is never shorter than the relays let through', () => {
    fc.assert(
      fc.property(message, (one) => {
        expect(writeDhcp(one).length).toBeGreaterThanOrEqual(300)
      }),
    )
  })

  test('cut anywhere or changed anywhere is read, or refused with the rule, and never thrown at', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.nat(), byte, (one, cut, at, value) => {
        const bytes = writeDhcp(one)
        bytes[at % bytes.length] = value
        const read = readDhcp(bytes.subarray(0, cut % (bytes.length + 1)))
        if (!read.ok) expect(read.problem.rule).not.toBe('')
      }),
    )
  })

  test('of any bytes at all is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        expect(readDhcp(bytes).ok).toBe(false)
      }),
    )
  })

  test('has options where the names of the server and the boot file stand, if it says so', () => {
    const bytes = writeDhcp({ ...base, kind: 'ack' })
    bytes.set([52, 1, 3, 255], 243)
    bytes.set([51, 4, 0, 0, 0, 60, 255], 108)
    bytes.set([54, 4, 10, 0, 0, 1, 255], 44)
    expect(readDhcp(bytes)).toMatchObject({ ok: true, value: { leaseSeconds: 60, server: '10.0.0.1' } })
  })

  test.each([
    ['an address of five bytes', [54, 5, 10, 0, 0, 1, 1], 'option 54'],
    ['a time of two bytes', [51, 2, 0, 60], 'option 51'],
    ['an option past the end', [61, 200, 1], 'options'],
  ])('with %s is refused', (_, option, field) => {
    const bytes = writeDhcp({ ...base, kind: 'ack' })
    bytes.set([...option], 243)
    expect(readDhcp(bytes)).toMatchObject({ ok: false, problem: { field } })
  })

  test.each([{ hardware: '02:00' }, { clientId: 'xyz' }, { requested: '::1' }])(
    'is not written of %j',
    (wrong) => {
      expect(() => writeDhcp({ ...base, kind: 'request', ...wrong })).toThrow(RangeError)
    },
  )
})

const base = {
  reply: true,
  xid: 7,
  secs: 0,
  broadcast: false,
  clientAddress: null,
  yourAddress: '10.0.0.7',
  hardware: '02:00:5e:00:00:07',
}
