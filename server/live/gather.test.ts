import { describe, expect, it } from 'vitest'
import { createGather } from './gather'

/** Work that ends when the test says so. */
function bench(ways: { lanes?: number; keyOf?: (ask: string) => string } = {}, atMost = 10) {
  const started: { asks: readonly string[]; end: (error?: Error) => void }[] = []
  const gather = createGather<string, string>(
    (asks) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve(asks.map((ask) => `${ask}!`)))
        started.push({ asks, end })
      }),
    atMost,
    ways,
  )
  const groups = () => started.map(({ asks }) => asks.join(' '))
  return { gather, started, groups }
}
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

describe('what arrives together', () => {
  it('goes as one, and what comes meanwhile goes as the next', async () => {
    const { gather, started, groups } = bench()
    const first = ['a', 'b'].map((ask) => gather.ask(ask))
    await turn()
    const second = ['c', 'd'].map((ask) => gather.ask(ask))
    await turn()
    expect(groups()).toEqual(['a b'])
    started[0]?.end()
    expect(await Promise.all(first)).toEqual(['a!', 'b!'])
    await turn()
    expect(groups()).toEqual(['a b', 'c d'])
    started[1]?.end()
    expect(await Promise.all(second)).toEqual(['c!', 'd!'])
  })

  it('is never more than its most, and a failure is of its own group alone', async () => {
    const { gather, started, groups } = bench({}, 2)
    const asks = ['a', 'b', 'c'].map((ask) => gather.ask(ask).catch((error: Error) => error.message))
    await turn()
    started[0]?.end(new Error('broken'))
    await turn()
    expect(groups()).toEqual(['a b', 'c'])
    started[1]?.end()
    expect(await Promise.all(asks)).toEqual(['broken', 'broken', 'c!'])
  })

  it('runs on two lanes at once, but never two of one key', async () => {
    const { gather, started, groups } = bench({ lanes: 2, keyOf: (ask) => ask[0] ?? '' })
    const asks = [gather.ask('a1')]
    await turn()
    asks.push(gather.ask('a2'), gather.ask('b1'))
    await turn()
    expect(groups()).toEqual(['a1', 'b1'])
    asks.push(gather.ask('c1'))
    await turn()
    expect(started).toHaveLength(2)
    started[1]?.end()
    await turn()
    expect(groups()).toEqual(['a1', 'b1', 'c1'])
    started[0]?.end()
    await turn()
    expect(groups().at(-1)).toBe('a2')
    for (const { end } of started) end()
    expect(await Promise.all(asks)).toEqual(['a1!', 'a2!', 'b1!', 'c1!'])
  })
})
