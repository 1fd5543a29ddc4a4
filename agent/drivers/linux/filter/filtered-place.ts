/** A launched session under the filter: its group, its virtual IP, its hosts file. */

import type { PolicySettings } from '~/domain/policy-model'
import type { OpenPlace, SessionPlace } from '../../../sessions/place'
import { awaitLease } from '../virtual-ip/await-lease'
import { insideCgroup } from './cgroup'
import type { SessionFilter } from './session-filter'
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

export function openFilteredPlace({
  filter,
  stateDirectory,
  own,
  vip: given,
  warn,
}: PlaceOptions): OpenPlace {
  return async ({ id, logonAt }) => {
    const vipDevice = given === null ? null : await addVip(given)
    const follows = given === null && own === null
    const leased = () =>
      filter.files.farm().then((farm) => awaitLease(stateDirectory, { id, logonAt }, farm, warn))
    // The agent keeps a leased address on its adapter, and takes it away.
    const vip = follows ? await leased() : given
    try {
      const { cgroup, wantsVip, notes } = await filter.open({ v: 1, id, logonAt, own, vip, vipDevice })
      notes.forEach(warn)
      // Its virtual IP may come later: the file is there to be rewritten then.
      const hosts = wantsVip ? await filter.files.saveHosts(id, vip) : null
      return place(filter, id, cgroup, hosts)
    } catch (error) {
      if (vip !== null && vipDevice !== null) await removeVip(vip, vipDevice)
      throw error
    }
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
    },
  }
}
