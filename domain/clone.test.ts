import { describe, expect, it } from 'vitest'
import { LATEST_CALL_MS, showsClone } from './clone'

const at = (boot: string, firstMs: number, lastMs = firstMs) => ({ boot, firstMs, lastMs })
const NOON = 1_000_000_000

describe('showsClone', () => {
  it('takes a plain reboot for what it is', () => {
    expect(showsClone([at('A', NOON)], 'A', 'B', NOON + 30_000)).toBe(false)
    expect(showsClone([at('A', 0)], 'A', 'B', NOON)).toBe(false)
  })

  it('sees A, B, A: a boot that is over cannot speak again', () => {
    const seen = [at('A', NOON), at('B', NOON + 5_000)]
    expect(showsClone(seen, 'B', 'A', NOON + 5_000 + LATEST_CALL_MS + 1)).toBe(true)
  })

  it('does not take a call that comes late for a second machine', () => {
    const seen = [at('A', NOON), at('B', NOON + 5_000)]
    expect(showsClone(seen, 'B', 'A', NOON + 5_000 + LATEST_CALL_MS)).toBe(false)
    expect(showsClone(seen, 'B', 'B', NOON + 900_000)).toBe(false)
  })

  it('sees three boots at once: no machine starts that fast', () => {
    const seen = [at('A', NOON), at('B', NOON + 1_000)]
    expect(showsClone(seen, 'B', 'C', NOON + 2_000)).toBe(true)
    expect(showsClone(seen, 'B', 'C', NOON + 60_000)).toBe(false)
  })

  it('knows nothing of a host that has not spoken', () => {
    expect(showsClone([], null, 'A', NOON)).toBe(false)
  })
})
