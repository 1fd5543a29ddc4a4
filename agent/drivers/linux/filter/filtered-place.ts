/** A launched session under the filter: its group, its virtual IP, its hosts file. */

import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { PolicySettings } from '~/domain/policy-model'
import type { OpenPlace, SessionPlace } from '../../../sessions/place'
import { insideCgroup } from './cgroup'
import type { SessionFilter } from './session-filter'
import { sessionHosts } from './session-hosts'
import { addVip, removeVip } from './vip-address'

export interface PlaceOptions {
  filter: SessionFilter
  stateDirectory: string
  /** The session's own values; null to follow the farm's. */
  own: PolicySettings | null
  vip: string | null
  /** What the person who launches should know. */
  warn(text: string): void
}

// `mount` sees the session's own mount namespace only, which ends with the session's last process.
const WITH_HOSTS = 'mount --bind "$1" /etc/hosts && shift && exec "$@"'

export function openFilteredPlace({ filter, stateDirectory, own, vip, warn }: PlaceOptions): OpenPlace {
  return async ({ id, logonAt }) => {
    const vipDevice = vip === null ? null : await addVip(vip)
    let cgroup: string
    try {
      const opened = await filter.open({ v: 1, id, logonAt, own, vip, vipDevice })
      cgroup = opened.cgroup
      opened.notes.forEach(warn)
    } catch (error) {
      if (vip !== null && vipDevice !== null) await removeVip(vip, vipDevice)
      throw error
    }
    const hosts = vip === null ? null : join(stateDirectory, 'filter', `${id}.hosts`)
    if (vip !== null && hosts !== null) await writeHosts(hosts, vip)
    return place(filter, id, cgroup, hosts)
  }
}

function place(filter: SessionFilter, id: number, cgroup: string, hosts: string | null): SessionPlace {
  return {
    startInside: (start) => insideCgroup(cgroup, filter.place.mount, start),
    command: (program, args) =>
      hosts === null
        ? { program, args: [...args] }
        : {
            program: 'unshare',
            args: ['--mount', '--', 'sh', '-c', WITH_HOSTS, 'sh', hosts, program, ...args],
          },
    async close() {
      await filter.close(id)
      if (hosts !== null) await rm(hosts, { force: true })
    },
  }
}

/** Readable for everybody in the session, like the one it lies over. */
async function writeHosts(path: string, vip: string): Promise<void> {
  const full = hostname()
  const short = full.split('.')[0] ?? full
  await writeFile(path, sessionHosts(readFileSync('/etc/hosts', 'utf8'), vip, [...new Set([full, short])]), {
    mode: 0o644,
  })
}
