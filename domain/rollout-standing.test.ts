import { describe, expect, it } from 'vitest'
import { blamable } from './rollout-standing'

const unlisted = (program: string) => ({ reason: 'not-listed', program })
const SEEN = [
  unlisted('Stranger.exe'),
  unlisted('softphone.exe'),
  { reason: 'not-enforced', program: 'stranger.exe' },
]

describe('what a revision may be blamed for', () => {
  it('is no program that was on no list before it either', () => {
    expect(blamable(SEEN, ['SoftPhone.exe'], 'windows')).toEqual(SEEN.slice(1))
    expect(blamable(SEEN, ['SoftPhone.exe'], 'linux')).toEqual(SEEN.slice(2))
  })

  it('is all where nothing was predicted before it', () => {
    expect(blamable(SEEN, null, 'windows')).toEqual(SEEN)
  })
})
