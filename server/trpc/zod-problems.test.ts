import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { es } from '~/locales/es'
import { zodProblems } from './zod-problems'

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  size: z.number().min(0).max(10),
  count: z.int(),
  list: z.array(z.string()).max(1),
})
const FINE = { name: 'a', size: 1, count: 1, list: [] as string[] }

describe('what an input breaks is told in words that readers of either language have', () => {
  it.each<[string, object, string]>([
    ['name', { name: '' }, 'it must not be empty'],
    ['name', { name: 'abcdef' }, 'it has 6 characters, the limit is 5'],
    ['name', { name: 7 }, 'it must be text'],
    ['size', { size: -1 }, 'it must be at least 0'],
    ['size', { size: 11 }, 'it must be at most 10'],
    ['size', { size: null }, 'it must be a number'],
    ['count', { count: 1.5 }, 'it must be a whole number'],
    ['list', { list: ['a', 'b', 'c'] }, 'a list has at most 1 entries'],
  ])('%s of %j', (field, more, rule) => {
    const input = { ...FINE, ...more }
    const { error } = schema.safeParse(input)
    if (!error) throw new Error('it was taken')
    const [problem] = zodProblems(error, input)
    expect(problem).toMatchObject({ field, rule })
    for (const english of [problem?.rule ?? '', problem?.mend ?? ''])
      expect(es.rules.sentence(english), english).not.toBe(english)
  })
})
