import { describe, expect, it } from 'vitest'
import { createGather } from './gather'

/** Work that ends when the test says so. */
function bench(atMost = 10) {
  const started: { asks: readonly string[]; end: (error?: Error) => void; nextMayBegin: () => void }[] = []
  const gather = createGather<string, string>(
    (asks, nextMayBegin) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve(asks.map((ask) => `${ask}!`)))
        started.push({ asks, end, nextMayBegin })
      }),
    atMost,
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
    const { gather, started, groups } = bench(2)
    const asks = ['a', 'b', 'c'].map((ask) => gather.ask(ask).catch((error: Error) => error.message))
    await turn()
    started[0]?.end(new Error('broken'))
    await turn()
    expect(groups()).toEqual(['a b', 'c'])
    started[1]?.end()
    expect(await Promise.all(asks)).toEqual(['broken', 'broken', 'c!'])
  })

  it("begins behind work that stands in nobody's way any more, once, and each has its own answers", async () => {
    const { gather, started, groups } = bench()
    const first = gather.ask('a')
    await turn()
    const second = gather.ask('b')
    started[0]?.nextMayBegin()
    await turn()
    expect(groups()).toEqual(['a', 'b'])
    const third = gather.ask('c')
    started[0]?.end()
    expect(await first).toBe('a!')
    await turn()
    expect(groups()).toEqual(['a', 'b'])
    started[1]?.end()
    expect(await second).toBe('b!')
    await turn()
    started[2]?.end()
    expect(await third).toBe('c!')
  })
})
