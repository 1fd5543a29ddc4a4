/** Real agents over simulated hosts, many in one process. Tells the parent when the last of them has applied a revision. */

import { systemClock } from '~/agent/clock'
import { silentLog } from '~/agent/log'
import { SimulatedFarm } from '~/agent/simulation/farm'
import { memoryStorage } from '~/agent/storage/memory'
import { cpuSeconds, serveRole, tellParent } from './child'

interface Start {
  origin: string
  token: string
  hosts: number
  prefix: string
}

export async function serveAgents(): Promise<void> {
  let farm: SimulatedFarm | null = null
  const applied = new Map<number, number>()
  serveRole(
    {
      start: async ({ origin, token, hosts, prefix }: Start) => {
        farm = new SimulatedFarm({
          server: origin,
          groups: [{ token, hosts, prefix }],
          seed: 1,
          sessions: 0,
          sessionMinutes: 60,
          clock: systemClock,
          log: silentLog,
          storage: async () => memoryStorage(),
          onApplied: ({ revision, at, state }) => {
            if (state.items.some((item) => item.state === 'failed')) return
            const count = (applied.get(revision) ?? 0) + 1
            applied.set(revision, count)
            if (count === hosts) tellParent('applied', { revision, at })
          },
        })
        await farm.start()
        await Promise.all(farm.hosts.map((host) => host.watching))
      },
      cpu: () => cpuSeconds(),
    },
    async () => {
      await farm?.stop()
    },
  )
}
