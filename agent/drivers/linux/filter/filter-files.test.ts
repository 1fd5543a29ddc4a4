import { expect, test } from 'vitest'
import { checkedSession } from './filter-files'

const SESSION = {
  v: 1,
  id: 7,
  logonAt: '2026-01-01T00:00:00.000Z',
  own: null,
  vip: '10.77.0.7',
  vipDevice: 'eth0.5',
}

test('a sound session is taken as it is', () => {
  expect(checkedSession(SESSION, '7.json')).toEqual(SESSION)
})

test.each([
  ['another id than its name says', { ...SESSION, id: 8 }],
  ['an id that has no address on Linux', { ...SESSION, id: 16_777_214 }],
  ['a virtual IP that is none', { ...SESSION, vip: '10.77.0.7; reboot' }],
  ['an adapter that is none', { ...SESSION, vipDevice: 'eth0 down' }],
  ['values that are no object', { ...SESSION, own: 'all' }],
  ['another version', { ...SESSION, v: 2 }],
  ['no object', null],
])('%s is no session: root writes what stands there into the kernel', (_what, value) => {
  expect(checkedSession(value, '7.json')).toBeNull()
})

test('of its own values only the sound ones count', () => {
  const own = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: 'crm', Other: 1 }
  expect(checkedSession({ ...SESSION, own }, '7.json')?.own).toEqual({ VirtualLoopbackSupport: true })
})
