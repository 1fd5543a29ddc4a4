/** The most memory that a process held, by the kernel's own account. */

import { readFileSync, writeFileSync } from 'node:fs'

/** Of this process since it began. What `resourceUsage` tells begins with the memory of whoever started the process. */
export function peakMebibytes(): number {
  return peakIn(readFileSync('/proc/self/status', 'utf8'))
}

/** Lets the peak of another process begin anew, at what it holds now. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** Of another process, since it began or since its peak was forgotten. */
export const peakMebibytesOf = (pid: number): number => peakIn(readFileSync(`/proc/${pid}/status`, 'utf8'))

/** @param status the text of `/proc/PID/status` */
export function peakIn(status: string): number {
  const kibibytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1])
  if (Number.isInteger(kibibytes)) return kibibytes / 1_024
  throw new Error('the kernel does not tell how much memory the process held (VmHWM)')
}
