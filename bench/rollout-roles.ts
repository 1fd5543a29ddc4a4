/** What the bench of a halt asks: of the control plane's process about rollouts, and of the agents' about faults. */

import { systemClock } from '~/agent/clock'
import type { Fault } from '~/agent/drivers/select'
import { silentLog } from '~/agent/log'
import { SimulatedFarm } from '~/agent/simulation/farm'
import { memoryStorage } from '~/agent/storage/memory'
import type { PolicySettings } from '~/domain/policy-model'
import { planOf, type RolloutPlan } from '~/domain/rollout'
import type { ControlPlane } from '~/server/control-plane'
import type { Actor } from '~/server/repositories/audit'
import { readMemberStates } from '~/server/repositories/rollout-host'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { updateFarm } from '~/server/services/farm/farm-settings'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { rollBackRollout } from '~/server/services/rollouts/act-on-rollout'
import { getRollout } from '~/server/services/rollouts/read-rollouts'
import { type Role, serveRole, tellParent } from './child'

const CLI: Actor = { kind: 'cli', id: null }

export function rolloutCalls({ services }: Pick<ControlPlane, 'services'>): Role {
  let policy: { id: string; version: number } | null = null
  let group: { id: string } | null = null
  let revision = 0
  return {
    groupToken: async ({ tag, uses }: { tag: string; uses: number }) => {
      group ??= await createDeliveryGroup(services, CLI, { name: 'Rollouts', kind: 'Shared' })
      const input = { label: tag, deliveryGroupId: group.id, uses, hours: 1, tags: [tag] }
      return (await createToken(services, CLI, input)).token
    },
    pollEvery: ({ seconds }: { seconds: number }) =>
      updateFarm(services, CLI, { pollSeconds: seconds, reason: 'bench' }),
    /** The settings become a revision for everybody: at once, or by a plan. */
    publishSettings: async ({
      settings,
      plan,
    }: {
      settings: PolicySettings
      plan?: Partial<RolloutPlan>
    }) => {
      policy ??= await createPolicy(services, CLI, { name: 'Rollouts' })
      const { id, version } = policy
      const content = { name: 'Rollouts', description: '', enabled: true, settings, filters: [] }
      policy = await savePolicy(services, CLI, { id, version, ...content })
      const asked = { baseRevision: revision, reason: 'bench', ...(plan && { plan: planOf(plan) }) }
      const published = await publishPolicies(services, CLI, asked)
      revision = published.revision
      return published
    },
    rollout: ({ id }: { id: string }) => getRollout(services, { id }),
    takeBack: async ({ id }: { id: string }) => {
      const back = await rollBackRollout(services, CLI, { id, reason: 'bench' })
      revision = back.revision
      return back
    },
    /** Names of the hosts that a wave has reached. */
    waveHosts: async ({ id, wave }: { id: string; wave: number }) =>
      (await readMemberStates(services.database, id, { reachedOnly: true })).flatMap((one) =>
        one.wave === wave ? one.name : [],
      ),
  }
}

interface Start {
  origin: string
  groups: { token: string; hosts: number; prefix: string; fault?: Fault }[]
}

/** Simulated hosts under real agents, some of which fail; a host can be made to fall silent. */
export async function serveFaultyAgents(): Promise<void> {
  let farm: SimulatedFarm | null = null
  serveRole(
    {
      start: async ({ origin, groups }: Start) => {
        const faults = new Map<string, Fault[]>()
        for (const { prefix, hosts, fault } of groups) {
          const digits = Math.max(2, String(hosts).length)
          for (let place = 1; fault && place <= hosts; place += 1) {
            faults.set(`${prefix}${String(place).padStart(digits, '0')}`, [fault])
          }
        }
        farm = new SimulatedFarm({
          ...{ server: origin, groups, faults, seed: 1, sessions: 0, sessionMinutes: 60 },
          ...{ clock: systemClock, log: silentLog, storage: async () => memoryStorage() },
          onApplied: ({ revision, at, state }) => {
            if (state.items.some((item) => item.state === 'failed')) tellParent('failed', { revision, at })
          },
        })
        await farm.start()
        await Promise.all(farm.hosts.map((host) => host.watching))
      },
      /** @returns when the last of them was still there */
      silence: async ({ names }: { names: string[] }) => {
        const hosts = farm?.hosts.filter(({ name }) => names.includes(name)) ?? []
        await Promise.all(hosts.map((host) => host.stop()))
        return Date.now()
      },
    },
    async () => {
      await farm?.stop()
    },
  )
}
