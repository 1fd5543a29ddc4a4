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

/** What to print when a start fails: a sentence for what can be mended, the stack for a defect. */
export function startFailureText(error: unknown): string {
  if (error instanceof StartError) return error.message
  const path = error instanceof Error && 'path' in error ? ` (${error.path})` : ''
  const code = errorCode(error)
  if (code === 'ENOSPC')
    return `The disk is full${path}. Make room, or set VIPFARM_DATA to a directory on another disk.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `This user may not write there${path}: ${errorText(error)}. Mend its rights, or set VIPFARM_DATA to another directory.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
