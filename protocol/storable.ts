/**
 * What both sides can keep: PostgreSQL holds neither NUL nor half a surrogate pair, and nothing that is told nests deep.
 * The agent mends its reports before they are kept, the server refuses what was not mended.
 */

/** A report's own shape has six levels; what stands in an effective value may have a few more. */
export const MOST_LEVELS = 16

const UNSTORABLE = /[\0\p{Surrogate}]/u

export interface Unstorable {
  path: (string | number)[]
  rule: string
}

/** The first place in a JSON value that no database would take; null when there is none. */
export function findUnstorable(value: unknown): Unstorable | null {
  const path: (string | number)[] = []
  const found = (rule: string): Unstorable => ({ path: path.slice(0, MOST_LEVELS), rule })
  function look(one: unknown): Unstorable | null {
    if (typeof one === 'string') return UNSTORABLE.test(one) ? found(TEXT_RULE) : null
    if (typeof one !== 'object' || one === null) return null
    if (path.length >= MOST_LEVELS) return found(`values are nested at most ${MOST_LEVELS} levels deep`)
    for (const [key, member] of Object.entries(one)) {
      if (UNSTORABLE.test(key)) return found(`${TEXT_RULE}, in names as well`)
      path.push(Array.isArray(one) ? Number(key) : key)
      const inside = look(member)
      if (inside) return inside
      path.pop()
    }
    return null
  }
  return look(value)
}

const TEXT_RULE = 'text holds no NUL and no half of a surrogate pair'

/** The same value with U+FFFD in place of every character that cannot be stored, in names as well. */
export function storable<T>(value: T): T {
  return mended(value) as T
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return mendedText(value)
  if (Array.isArray(value)) return value.map(mended)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [mendedText(key), mended(member)]))
}

const mendedText = (text: string) => (UNSTORABLE.test(text) ? text.replace(ALL_UNSTORABLE, '\u{fffd}') : text)
const ALL_UNSTORABLE = new RegExp(UNSTORABLE.source, 'gu')
