/**
 * A lock between processes, waited for. The kernel keeps it, with the open file: it goes with its holder, whatever ends
 * that, so nobody ever has to judge whether another is still alive.
 */

import { closeSync, openSync } from 'node:fs'
import { type Beside, LockProcess } from './lock-process'

const LOCK = ['flock', '-x', '3']
/** None of the commands must keep the lock, nor the other's ends of pipes. */
const KEEPS_NOTHING = '3>&- 4>&- 5>&- 6>&-'
/** $0 is a command in the shell's words. Says when the lock is there. */
const LOCK_AMONG = `{ exec <&4 >&5 2>&6 ${KEEPS_NOTHING}; eval "$0"; } & ${LOCK.join(' ')} || exit 1; echo; exec "$@" ${KEEPS_NOTHING}`

/** What the lock's process starts: this one is big, and to start a process from it costs more than most commands. */
export interface LockCommands {
  /** While the lock is waited for. In the shell's words. */
  beside: string
  /** What the lock's process becomes when the lock is there. */
  becomes: readonly string[]
}

/** A command that waits for its standard input, in the process that took the lock. */
export interface Successor {
  /** Rejects with what it said where it fails. */
  finish(input: string): Promise<void>
}

/** The file stays where it is: a lock on a file that others may remove is none. @throws Error when it is kept for too long */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  return holding(path, LOCK, false, work)
}

/**
 * The same, with commands that wait for their standard input, for the work to use or not.
 * @param meanwhile done while the lock is waited for
 */
export async function withLockAnd<T>(
  path: string,
  { beside, becomes }: LockCommands,
  work: (successor: Successor, beside: Beside) => Promise<T>,
  meanwhile: () => void = () => undefined,
): Promise<T> {
  const command = ['sh', '-c', LOCK_AMONG, beside, ...becomes]
  return holding(
    path,
    command,
    true,
    (holder) => work({ finish: (input) => holder.finish(input) }, holder.beside),
    meanwhile,
  )
}

async function holding<T>(
  path: string,
  command: readonly string[],
  withPipes: boolean,
  work: (holder: LockProcess) => Promise<T>,
  meanwhile: () => void = () => undefined,
): Promise<T> {
  const file = openSync(path, 'a', 0o600)
  let holder: LockProcess | null = null
  try {
    holder = new LockProcess(file, command, withPipes)
    const locked = holder.locked(path)
    locked.catch(() => undefined)
    meanwhile()
    await locked
    return await work(holder)
  } finally {
    holder?.dismiss()
    closeSync(file)
  }
}
