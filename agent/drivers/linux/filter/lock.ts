/**
 * A lock between processes, waited for. The kernel keeps it, with the open file: it goes with its holder, whatever ends
 * that, so nobody ever has to judge whether another is still alive.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import { SYSTEM_ENVIRONMENT } from './system-command'

const GIVE_UP_AFTER_MS = 30_000
const LOCK = ['flock', '-x', '3']
/** Says when the lock is there. What follows must not keep it. */
const LOCK_THEN = `${LOCK.join(' ')} || exit 1; echo; exec "$0" "$@" 3>&-`

/** A command that waits for its standard input, in the process that took the lock: starting one costs more than most commands. */
export interface Successor {
  /** Rejects with what it said where it fails. */
  finish(input: string): Promise<void>
}

/**
 * The file stays where it is: a lock on a file that others may remove is none.
 * @param meanwhile done while the lock is waited for. @throws Error when it is kept for too long
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  meanwhile: () => void = () => undefined,
): Promise<T> {
  return holding(path, LOCK, 'ignore', work, meanwhile)
}

/** The same, and the lock's own process becomes `command` for the work to use or not. */
export async function withLockThen<T>(
  path: string,
  command: readonly string[],
  work: (successor: Successor) => Promise<T>,
  meanwhile: () => void,
): Promise<T> {
  return holding(
    path,
    ['sh', '-c', LOCK_THEN, ...command],
    'pipe',
    (child) => work(successorIn(child)),
    meanwhile,
  )
}

async function holding<T>(
  path: string,
  command: readonly string[],
  stdio: 'ignore' | 'pipe',
  work: (child: ChildProcess) => Promise<T>,
  meanwhile: () => void,
): Promise<T> {
  const file = await open(path, 'a', 0o600)
  let child: ChildProcess | null = null
  try {
    child = start(file, command, stdio)
    const locked = lockedBy(child, path)
    locked.catch(() => undefined)
    meanwhile()
    await locked
    return await work(child)
  } finally {
    child?.stdin?.end()
    await file.close()
  }
}

/** `flock` (util-linux) locks the very opening of the file that it is handed as its descriptor 3, and ends; ours stays. */
function start(
  file: FileHandle,
  [program = '', ...args]: readonly string[],
  stdio: 'ignore' | 'pipe',
): ChildProcess {
  const child = spawn(program, args, {
    env: SYSTEM_ENVIRONMENT,
    stdio: [stdio, stdio, stdio, file.fd],
    timeout: GIVE_UP_AFTER_MS,
    killSignal: 'SIGKILL',
  })
  // It may end before it has read everything.
  child.stdin?.on('error', () => undefined)
  return child
}

function lockedBy(child: ChildProcess, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`cannot lock ${path}: flock does not run`, { cause })))
    child.stdout?.once('data', () => resolve())
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`another process keeps ${path} locked`)),
    )
  })
}

function successorIn(child: ChildProcess): Successor {
  let said = ''
  child.stderr?.on('data', (text) => {
    said += text
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(said.trim()))))
  })
  // Told to whoever asks; nobody may.
  ended.catch(() => undefined)
  return {
    finish(input) {
      child.stdin?.end(input)
      return ended
    },
  }
}
