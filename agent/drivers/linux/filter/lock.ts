/**
 * A lock between processes, waited for. The kernel keeps it, with the open file: it goes with its holder, whatever ends
 * that, so nobody ever has to judge whether another is still alive.
 */

import { spawn } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import { SYSTEM_ENVIRONMENT } from './system-command'

const GIVE_UP_AFTER_MS = 30_000

/**
 * The file stays where it is: a lock on a file that others may remove is none.
 * @param meanwhile done while the lock is waited for. @throws Error when it is kept for too long
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  meanwhile: () => void = () => undefined,
): Promise<T> {
  const file = await open(path, 'a', 0o600)
  try {
    const locked = lock(file, path)
    locked.catch(() => undefined)
    meanwhile()
    await locked
    return await work()
  } finally {
    await file.close()
  }
}

/** `flock` (util-linux) locks the very opening of the file that it is handed as its descriptor 3, and ends; ours stays. */
function lock(file: FileHandle, path: string): Promise<void> {
  const child = spawn('flock', ['-x', '3'], {
    env: SYSTEM_ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'ignore', file.fd],
    timeout: GIVE_UP_AFTER_MS,
    killSignal: 'SIGKILL',
  })
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`cannot lock ${path}: flock does not run`, { cause })))
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`another process keeps ${path} locked`)),
    )
  })
}
