import { describe, expect, test } from 'vitest'
import { mendedDrift } from './drift'
import type { AppliedItemLike, AppliedLike } from './host-state'

const since = '2026-05-03T14:00:00.000Z'
const applied = (...items: AppliedItemLike[]): AppliedLike => ({ generation: 2, items })
const changed: AppliedItemLike = {
  setting: 'VirtualLoopbackPrograms',
  state: 'drifted',
  code: 'changed-outside',
  message: 'somebody removed softphone.exe',
  since,
}
const item = (state: AppliedItemLike['state'], setting = changed.setting): AppliedItemLike => ({
  setting,
  state,
})

describe('drift is mended', () => {
  test('once the value stands again, and says what was done to it and when it was found', () => {
    expect(mendedDrift(applied(changed, item('applied', 'VirtualIpMode')), applied(item('applied')))).toEqual(
      [{ setting: changed.setting, message: changed.message, foundAt: since }],
    )
  })

  test('not while the value is still changed, could not be put back, or is not asked for any more', () => {
    for (const after of [applied(changed), applied(item('failed')), applied()])
      expect(mendedDrift(applied(changed), after)).toEqual([])
  })

  test('not where nothing was changed, or nothing is known of before', () => {
    expect(mendedDrift(applied(item('failed')), applied(item('applied')))).toEqual([])
    expect(mendedDrift(null, applied(item('applied')))).toEqual([])
  })
})
