import { expect, test } from 'vitest'
import { sessionListInput } from './session-filters'

test('the list of sessions leaves out a host id that is none', () => {
  const hostId = '62545119-8ce5-40ab-97a7-b999331b5420'
  expect(sessionListInput({ hostId })).toEqual({ hostId, state: 'open' })
  expect(sessionListInput({ hostId: 'zzz' })).toEqual({ state: 'open' })
})
