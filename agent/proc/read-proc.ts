/**
 * Reads of `/proc`. At once, not by promises: it is memory, and a promise costs ten times what it gives. By hand, as the
 * files have no length that could be asked for first.
 */

import { closeSync, openSync, readdirSync, readlinkSync, readSync, statSync } from 'node:fs'

let buffer = Buffer.allocUnsafe(64 * 1024)

/** The text of a file; null where it is not there (any more), or this agent may not read it. */
export function readProc(path: string): string | null {
  return attempt(() => {
    const file = openSync(path, 'r')
    try {
      return readAll(file)
    } finally {
      closeSync(file)
    }
  }, null)
}

export const listProc = (path: string): string[] => attempt(() => readdirSync(path), [])

export const linkOf = (path: string): string => attempt(() => readlinkSync(path), '')

/** Whose it is; null for one that has ended. */
export const ownerOf = (path: string): number | null => attempt(() => statSync(path).uid, null)

function readAll(file: number): string {
  let length = 0
  for (;;) {
    const read = readSync(file, buffer, length, buffer.length - length, null)
    if (read === 0) return buffer.toString('latin1', 0, length)
    length += read
    if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2)
  }
}

/** Of a process that has ended meanwhile there is nothing to read. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
