/** Control groups, version 2: a session's processes, found and held together by the kernel. */

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { readdir, readFile, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const KILL_AFTER_MS = 2_000
const GIVE_UP_AFTER_MS = 5_000

/** Where version 2 is mounted (hybrid hosts have it beside version 1), or null. */
export function cgroupMount(mounts = readFileSync('/proc/self/mounts', 'utf8')): string | null {
  for (const line of mounts.split('\n')) {
    const [, path, type] = line.split(' ')
    if (type === 'cgroup2' && path) return path
  }
  return null
}

export const cgroupInode = (path: string): bigint => statSync(path, { bigint: true }).ino

/** True if it was not there. */
export function makeCgroup(path: string): boolean {
  return mkdirSync(path, { recursive: true, mode: 0o755 }) !== undefined
}

/** The processes in it and below it. None where it is not there. */
export async function cgroupProcesses(path: string): Promise<number[]> {
  const own = await readFile(join(path, 'cgroup.procs'), 'utf8').catch(() => '')
  const pids = own
    .split('\n')
    .filter((line) => /^[1-9]\d*$/.test(line))
    .map(Number)
  for (const child of await childrenOf(path)) pids.push(...(await cgroupProcesses(child)))
  return pids
}

/**
 * Runs `start` with this process in the group, so that whatever it starts is born there; then goes back.
 * @throws the file system's error where the group cannot be entered
 */
export function insideCgroup<T>(path: string, mount: string, start: () => T): T {
  const before = ownCgroup(mount)
  enter(path)
  try {
    return start()
  } finally {
    enter(before)
  }
}

/** Ends every process of the group, gently first, and removes it. @throws Error where some do not end */
export async function endCgroup(path: string): Promise<void> {
  const since = performance.now()
  for (let told = false; ; told = true) {
    const pids = await cgroupProcesses(path)
    if (pids.length === 0 && (await removeCgroup(path))) return
    const waited = performance.now() - since
    if (waited > GIVE_UP_AFTER_MS) {
      throw new Error(
        `${path} cannot be removed: ${pids.length > 0 ? `processes ${pids.join(' ')} do not end` : 'it is busy'}`,
      )
    }
    for (const pid of pids) signal(pid, waited > KILL_AFTER_MS ? 'SIGKILL' : told ? 0 : 'SIGTERM')
    await pause(told ? 20 : 2)
  }
}

/** Removes the group and those below it. False while processes are in it. */
export async function removeCgroup(path: string): Promise<boolean> {
  for (const child of await childrenOf(path)) if (!(await removeCgroup(child))) return false
  return rmdir(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EBUSY' || error.code === 'ENOTEMPTY') return false
      if (error.code === 'ENOENT') return true
      throw error
    },
  )
}

async function childrenOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name))
}

function ownCgroup(mount: string): string {
  const line = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/'
  return join(mount, line)
}

function enter(path: string): void {
  writeFileSync(join(path, 'cgroup.procs'), String(process.pid))
}

function signal(pid: number, name: NodeJS.Signals | 0): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has just ended.
  }
}
