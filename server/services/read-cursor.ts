import { AppError } from '../errors'

/** The cursor of a list that is read by a whole-number key, at most `most`. @throws AppError `bad-input` for one we never gave. */
export function readKey(cursor: string | undefined, most = Number.MAX_SAFE_INTEGER): number | undefined {
  if (cursor === undefined) return undefined
  const key = Number(cursor)
  if (/^\d+$/.test(cursor) && key <= most) return key
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
