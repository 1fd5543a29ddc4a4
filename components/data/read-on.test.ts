import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { describe, expect, test } from 'vitest'
import { readOn } from './read-on'

/** A list whose answers come when the test says so. */
function slowList() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const asked: { page: number; answer: () => void; fail: () => void }[] = []
  const observer = new InfiniteQueryObserver(client, {
    queryKey: ['list'],
    initialPageParam: 0,
    queryFn: ({ pageParam: page, signal }) =>
      new Promise<number>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        asked.push({ page, answer: () => resolve(page), fail: () => reject(new Error('away')) })
      }),
    getNextPageParam: (last) => (last < 3 ? last + 1 : undefined),
  })
  const unsubscribe = observer.subscribe(() => {})
  const next = async () => {
    await expect.poll(() => asked.length).toBeGreaterThan(0)
    return asked.shift() as (typeof asked)[number]
  }
  return {
    next,
    readAnew: () => void client.invalidateQueries({ queryKey: ['list'] }),
    /** One press, with as many pages on view. */
    press: (pages: number) => readOn((options) => observer.fetchNextPage(options), pages),
    pages: () => observer.getCurrentResult().data?.pages,
    close: () => {
      unsubscribe()
      client.clear()
    },
  }
}

async function withFirstPage(work: (list: ReturnType<typeof slowList>) => Promise<void>) {
  const list = slowList()
  const first = await list.next()
  first.answer()
  await expect.poll(list.pages).toEqual([0])
  await work(list)
  list.close()
}

describe('one press for more', () => {
  test('reads one page', () =>
    withFirstPage(async ({ press, next, pages }) => {
      const read = press(1)
      ;(await next()).answer()
      await read
      expect(pages()).toEqual([0, 1])
    }))

  test('while the list is read anew waits for that, and then reads the page', () =>
    withFirstPage(async ({ press, next, pages, readAnew }) => {
      readAnew()
      const anew = await next()
      expect(anew.page).toBe(0)
      const read = press(1)
      anew.answer()
      const more = await next()
      expect(more.page).toBe(1)
      more.answer()
      await read
      expect(pages()).toEqual([0, 1])
    }))

  test('is not taken back by a list that is read anew before the page has come', () =>
    withFirstPage(async ({ press, next, pages, readAnew }) => {
      const read = press(1)
      const brokenOff = await next()
      expect(brokenOff.page).toBe(1)
      readAnew()
      const anew = await next()
      expect(anew.page).toBe(0)
      brokenOff.answer()
      anew.answer()
      const more = await next()
      expect(more.page).toBe(1)
      more.answer()
      await read
      expect(pages()).toEqual([0, 1])
    }))

  test('that failed is over, and the next one reads', () =>
    withFirstPage(async ({ press, next, pages }) => {
      const failed = press(1)
      ;(await next()).fail()
      await failed
      const again = press(1)
      ;(await next()).answer()
      await again
      expect(pages()).toEqual([0, 1])
    }))

  test('at the end of the list asks for nothing without end', () =>
    withFirstPage(async ({ press, next, pages }) => {
      for (const known of [1, 2, 3]) {
        const read = press(known)
        ;(await next()).answer()
        await read
      }
      await press(9)
      expect(pages()).toEqual([0, 1, 2, 3])
    }))
})
