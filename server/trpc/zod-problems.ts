import type { ZodError } from 'zod'
import type { Problem } from '~/domain/result'

type Issue = ZodError['issues'][number]

/** Zod's issues as problems: the field, what stood there, the rule, the mend. At most 50. */
export function zodProblems(error: ZodError, input: unknown): Problem[] {
  return error.issues.slice(0, 50).map((issue) => ({
    field: fieldName(issue.path),
    value: valueAt(input, issue.path) ?? null,
    rule: issue.message,
    mend: mendOf(issue),
  }))
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

function mendOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return `Give at most ${issue.maximum}.`
    case 'too_small':
      return `Give at least ${issue.minimum}.`
    case 'invalid_value':
      return `Give one of: ${issue.values.map(String).join(', ')}.`
    case 'unrecognized_keys':
      return `Leave out: ${issue.keys.join(', ')}.`
    case 'invalid_type':
      return `Give a value of type ${issue.expected}.`
    default:
      return 'Give a value that keeps the rule.'
  }
}
