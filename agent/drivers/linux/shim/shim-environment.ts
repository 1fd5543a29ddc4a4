/** What the compatibility library is told through the environment of a session's programs. */

import { realpathSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { loopbackOf } from '~/domain/address'
import type { PolicySettings } from '~/domain/policy-model'
import { compileList, type ResolveEntry } from '../filter/compile-list'
import { PROGRAM_FLAGS, SESSION_FLAGS } from '../filter/filter-values'

export interface ShimSession {
  id: number
  vip: string | null
  settings: PolicySettings
  /** The machine's own addresses, without virtual IPs. */
  hosts: readonly string[]
  /** What stands in for a virtual IP that is wanted and missing. */
  server: string | null
}

export function shimEnvironment(
  { id, vip, settings, hosts, server }: ShimSession,
  resolve: ResolveEntry,
): Record<string, string> {
  // The library knows a program by its path or by its name: what is a file to the kernel is a path here.
  const list = compileList(settings, (entry) =>
    isAbsolute(entry) ? { names: [realPath(entry)] } : resolve(entry),
  )
  const on = (flag: number) => (list.flags & flag) !== 0
  const loop = loopbackOf(id)
  const missing = list.vipFallback === 'server-address' && server !== null ? server : 'refuse'
  return {
    ...(on(SESSION_FLAGS.loop) && loop.ok && { VIPFARM_SHIM_LOOP: loop.value }),
    ...(on(SESSION_FLAGS.vip) && { VIPFARM_SHIM_VIP: vip ?? missing, VIPFARM_SHIM_HOSTS: hosts.join(',') }),
    ...(on(SESSION_FLAGS.vipAll) && { VIPFARM_SHIM_ALL: String(PROGRAM_FLAGS.vip) }),
    ...(list.ports.length > 0 && { VIPFARM_SHIM_PORTS: list.ports.join(',') }),
    VIPFARM_SHIM_PROGRAMS: [...list.programs].map(([name, flags]) => `${name}=${flags}\n`).join(''),
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
