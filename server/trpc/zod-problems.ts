import type { ZodError } from 'zod'
import type { Problem } from '~/domain/result'

type Issue = ZodError['issues'][number]

/** Zod's issues as problems: the field, what stood there, the rule, the mend. At most 50. */
export function zodProblems(error: ZodError, input: unknown): Problem[] {
  return error.issues.slice(0, 50).map((issue) => {
    const value = valueAt(input, issue.path) ?? null
    return { field: fieldName(issue.path), value, ...told(issue, value) }
  })
}

/** `['filters', 3, 'value']` is `filters[3].value`; the whole input is `input`. */
export function fieldName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>(
    (text, part) => text + (typeof part === 'number' ? `[${part}]` : `${text && '.'}${String(part)}`),
    '',
  )
  return name || 'input'
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    input,
  )
}

type Told = Pick<Problem, 'rule' | 'mend'>

const EMPTY: Told = { rule: 'it must not be empty', mend: 'Give it a value.' }
/** Numbers that cannot be read reach us as null: JSON has no word for them. */
const KINDS: Record<string, Told> = {
  number: { rule: 'it must be a number', mend: 'Write it in digits, such as 80.' },
  int: { rule: 'it must be a whole number', mend: 'Write it in digits, such as 80.' },
  string: { rule: 'it must be text', mend: 'Give it a value.' },
}

/** In the words of the rules, which readers of other languages have too; Zod's own where it only meets programs. */
function told(issue: Issue, value: unknown): Told {
  switch (issue.code) {
    case 'too_big':
      return tooBig(issue, value)
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return EMPTY
      return {
        rule: typeof value === 'number' ? `it must be at least ${issue.minimum}` : issue.message,
        mend: `Give at least ${issue.minimum}.`,
      }
    case 'invalid_value':
      return { rule: issue.message, mend: `Give one of: ${issue.values.map(String).join(', ')}.` }
    case 'unrecognized_keys':
      return { rule: issue.message, mend: `Leave out: ${issue.keys.join(', ')}.` }
    case 'invalid_type':
      return KINDS[issue.expected] ?? { rule: issue.message, mend: `Give a value of type ${issue.expected}.` }
    default:
      return { rule: issue.message, mend: 'Give a value that keeps the rule.' }
  }
}

function tooBig({ origin, maximum, message }: Extract<Issue, { code: 'too_big' }>, value: unknown): Told {
  if (typeof value === 'string') {
    const rule = `it has ${value.trim().length} characters, the limit is ${maximum}`
    return { rule, mend: 'Shorten it.' }
  }
  if (origin === 'array' && Array.isArray(value)) {
    const mend = `Remove ${value.length - Number(maximum)} of them.`
    return { rule: `a list has at most ${maximum} entries`, mend }
  }
  const rule = typeof value === 'number' ? `it must be at most ${maximum}` : message
  return { rule, mend: `Give at most ${maximum}.` }
}
