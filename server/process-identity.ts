import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process, told apart from a later one with the same id. */
export interface ProcessIdentity {
  pid: number
  /** When it started, in the words of the operating system; null where that cannot be known. */
  started: string | null
}

export const thisProcess = (): ProcessIdentity => ({ pid: process.pid, started: startOf(process.pid) })

/** Whether that process still runs. */
export function isSameProcess({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return started === null || startOf(pid) === started
}

function startOf(pid: number): string | null {
  if (process.platform === 'linux') return linuxStartOf(pid)
  if (process.platform === 'win32') return null
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    timeout: 5_000,
  })
  return stdout?.trim() || null
}

/** The boot and the tick after it: field 22 of `stat`, counted after the name, which may hold anything. */
function linuxStartOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return null
  }
}
