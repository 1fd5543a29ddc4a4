/** Numbers in [0, 1), injected so that jitter can be fixed in tests and a simulated farm repeats itself. */
export type Random = () => number

/** mulberry32: small, seeded, good enough for jitter and make-believe; never for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A seed for one of many that share a farm's seed: FNV-1a over the name. */
export function seedOf(seed: number, name: string): number {
  let hash = (2_166_136_261 ^ seed) >>> 0
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 16_777_619) >>> 0
  }
  return hash
}
