/** Why a file cannot be read, and what to do about it: the end of a sentence that names the file. */
export function unreadableReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOENT':
      return 'there is no such file. Check the path.'
    case 'EISDIR':
      return 'it is a folder, not a file. Give the path of a file.'
    case 'EACCES':
    case 'EPERM':
      return 'this user may not read it. Change its permissions.'
    default:
      return `the file cannot be read (${code || 'unknown reason'}).`
  }
}
