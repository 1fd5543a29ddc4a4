/**
 * The control plane cannot start, for a reason its operator can mend. The message is for people, without a stack:
 * what is wrong, with what, and what to do.
 */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** The `code` of a Node or PostgreSQL error, or undefined. */
export function errorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error))
