import { AppError } from '../errors'

/** The cursor of a list that is read by a whole-number key. @throws AppError `bad-input` for one we never gave. */
export function readKey(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const key = Number(cursor)
  if (Number.isSafeInteger(key) && key >= 0 && /^\d+$/.test(cursor)) return key
  throw new AppError('bad-input', 'The cursor is not one of this list.', {
    problems: [
      {
        field: 'cursor',
        value: cursor,
        rule: 'a cursor is the `next` of a page',
        mend: 'Start without one.',
      },
    ],
  })
}
