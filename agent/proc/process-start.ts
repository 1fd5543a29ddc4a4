import { readFileSync } from 'node:fs'
import { readProc } from './read-proc'
import { parseStat } from './stat'

/** The start time of a running process, as `/proc` has it; null for one that ended or that cannot be seen. */
export function startTimeOf(pid: number, root = '/proc'): string | null {
  const stat = parseStat(readProc(`${root}/${pid}/stat`) ?? '')
  return stat && stat.state !== 'Z' && stat.state !== 'X' ? stat.startTime : null
}

/** This boot's id: 32 characters, the kernel's without its hyphens. */
export function kernelBootId(root = '/proc'): string {
  return readFileSync(`${root}/sys/kernel/random/boot_id`, 'utf8').trim().replaceAll('-', '')
}
