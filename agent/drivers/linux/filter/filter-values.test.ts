import { expect, test } from 'vitest'
import {
  cgroupMapKey,
  fileMapKey,
  hostMapKey,
  isSameSession,
  listOfKey,
  portMapKey,
  programMapKey,
  sessionValue,
} from './filter-values'

test('a session is its addresses in network order, then its list and its flags', () => {
  const value = sessionValue({ loop: '127.0.0.8', vip: '10.77.0.7', list: 7, flags: 3 })
  expect(value.toString('hex')).toBe(`7f000008${'0a4d0007'}0700000003000000${'00'.repeat(256)}`)
  expect(sessionValue({ loop: null, vip: null, list: 0, flags: 0 })).toEqual(Buffer.alloc(272))
})

test('a session is the same whatever the kernel has remembered in it', () => {
  const value = sessionValue({ loop: '127.0.0.8', vip: null, list: 7, flags: 1 })
  const used = Buffer.from(value).fill(0xff, 16)
  expect(isSameSession(used, value)).toBe(true)
  expect(isSameSession(used, sessionValue({ loop: '127.0.0.8', vip: null, list: 7, flags: 3 }))).toBe(false)
})

test('a program is its list and its name, padded; long names have a map of their own', () => {
  const { map, key } = programMapKey(7, 'crm')
  expect(map).toBe('vf_programs')
  expect(key.toString('hex')).toBe(`0700000063726d${'00'.repeat(13)}`)
  expect(listOfKey(key)).toBe(7)
  expect(programMapKey(7, 'x'.repeat(16)).map).toBe('vf_programs')
  const long = programMapKey(7, 'x'.repeat(17))
  expect([long.map, long.key.length]).toEqual(['vf_long_programs', 68])
})

test.each(['', 'x'.repeat(64), 'ñ'.repeat(32)])(
  'a name of %j is refused: the kernel compares 1 to 63 bytes',
  (name) => {
    expect(() => programMapKey(0, name)).toThrow(/1 to 63 bytes/)
  },
)

test('a file has the number of its device as the kernel itself writes it', () => {
  const key = fileMapKey(1, { major: 259, minor: 5, inode: 77n })
  expect(key.readUInt32LE(4)).toBe(259 * 2 ** 20 + 5)
  expect(key.readBigUInt64LE(8)).toBe(77n)
})

test('ports, hosts and groups are as long as the kernel reads them', () => {
  expect(portMapKey(0, 443).toString('hex')).toBe('00000000bb010000')
  expect(hostMapKey('192.0.2.1').toString('hex')).toBe('c0000201')
  expect(cgroupMapKey(25n)).toHaveLength(8)
  expect(() => hostMapKey('::1')).toThrow(/no IPv4 address/)
})
