/** iproute2: how the agent changes the addresses and the routes of this machine. */

import { execFile } from 'node:child_process'
import { SYSTEM_ENVIRONMENT } from './system-command'

const OPTIONS = { timeout: 10_000, maxBuffer: 64 * 1024 * 1024, env: SYSTEM_ENVIRONMENT }

/** Reads commands on its standard input. One that fails stops none of the others. */
export const IP_BATCH = ['ip', '-force', '-batch', '-'] as const

/**
 * @param input what a batch reads. @returns what it prints
 * @throws Error with what it said instead
 */
export function ip(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('ip', [...args], OPTIONS, (error, stdout, stderr) => {
      if (!error) resolve(stdout)
      else if (error.code === 'ENOENT') reject(new Error('the command ip is missing: install iproute2'))
      else reject(new Error(`ip ${args.join(' ')}: ${stderr.trim() || String(error)}`))
    })
    // It may end before it has read everything.
    child.stdin?.on('error', () => undefined).end(input)
  })
}
