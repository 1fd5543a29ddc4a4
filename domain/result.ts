/** Bad input, told so that it can be mended: which field, what stood there, which rule it breaks, what to do. */
export interface Problem {
  /** A path such as `settings.VirtualLoopbackPrograms[3]`. */
  field: string
  value?: unknown
  rule: string
  mend: string
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const problem = (field: string, value: unknown, rule: string, mend: string): Problem => ({
  field,
  value,
  rule,
  mend,
})
export const fail = (
  field: string,
  value: unknown,
  rule: string,
  mend: string,
): { ok: false; problem: Problem } => ({ ok: false, problem: problem(field, value, rule, mend) })

const LONGEST_SHOWN = 120

/** One sentence for logs and the command line. Long values are cut. */
export function problemText({ field, value, rule, mend }: Problem): string {
  return `${field}: ${shownValue(value)}: ${rule}. ${mend}`
}

/** A value as one line of text; JSON has no word for `undefined`, `NaN` and the infinities. */
export function shownValue(value: unknown): string {
  const text =
    value === undefined ? 'nothing' : typeof value === 'number' ? String(value) : JSON.stringify(value)
  const shown = text ?? String(value)
  return shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}...` : shown
}
