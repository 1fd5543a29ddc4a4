/** Cursors of lists read by key: opaque to whoever holds one, checked when it comes back. */

import { fail } from '~/domain/result'
import { AppError } from '../errors'

export function writeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** @throws AppError `bad-input` for a text that this list did not give out. */
export function readCursor(text: string, patterns: readonly { test(part: string): boolean }[]): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts.length === patterns.length) {
      const fits = patterns.every((pattern, at) => typeof parts[at] === 'string' && pattern.test(parts[at]))
      if (fits) return parts
    }
  } catch {
    // Not ours either: told below.
  }
  const { problem } = fail(
    'cursor',
    text,
    'a cursor comes from the page before',
    'Start again without a cursor.',
  )
  throw new AppError('bad-input', 'This cursor is not one of this list.', { problems: [problem] })
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const INSTANT_FORM = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
/** As `toISOString` writes it, of a day that there is. */
export const INSTANT = {
  test(text: string): boolean {
    const at = INSTANT_FORM.test(text) ? new Date(text) : null
    return at !== null && !Number.isNaN(at.getTime()) && at.toISOString() === text
  },
}
export const NAME = /^[^\0]{1,300}$/
