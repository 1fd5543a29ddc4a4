import { expect, test } from 'vitest'
import { hostMapKey } from './filter-values'
import { heldBy } from './held-addresses'

test('a session holds its loopback and, where it has one, its virtual IP, both told by the loopback', () => {
  const loop = hostMapKey('127.0.0.8')
  expect(heldBy({ id: 7, vip: null })).toEqual([{ key: loop, value: loop }])
  expect(heldBy({ id: 7, vip: '10.77.0.7' })).toEqual([
    { key: loop, value: loop },
    { key: hostMapKey('10.77.0.7'), value: loop },
  ])
})
