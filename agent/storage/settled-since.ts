import { statSync } from 'node:fs'

/** What changes within a tick of the clock of files has one time. */
const SETTLED_MS = 1_000

/**
 * When a directory last got, lost or replaced a file; equal answers mean that what was read of it still holds. Null where
 * that cannot be told: it is not there, or has changed only just now.
 */
export function settledSince(directory: string): bigint | null {
  try {
    const { mtimeNs } = statSync(directory, { bigint: true })
    return BigInt(Date.now() - SETTLED_MS) * 1_000_000n > mtimeNs ? mtimeNs : null
  } catch {
    return null
  }
}
