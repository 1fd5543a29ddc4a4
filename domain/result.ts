/** Bad input, told so that it can be mended: which field, what stood there, which rule it breaks, what to do. */
export interface Problem {
  /** A path such as `settings.VirtualLoopbackPrograms[3]`. */
  field: string
  value: unknown
  rule: string
  mend: string
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (
  field: string,
  value: unknown,
  rule: string,
  mend: string,
): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { field, value, rule, mend },
})

/** One sentence for logs and the command line. */
export function problemText({ field, value, rule, mend }: Problem): string {
  return `${field}: ${JSON.stringify(value)}: ${rule}. ${mend}`
}
