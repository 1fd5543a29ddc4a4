/** The whole control plane but its pages, in a process of its own that may be killed. */

import { type ControlPlane, startControlPlane } from '~/server/control-plane'
import { lockData } from '~/server/data-lock'
import { readEnvironment } from '~/server/env'
import { createLogger } from '~/server/log'
import { endOnSignal } from '~/server/process-end'
import type { Actor } from '~/server/repositories/audit'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { createPool } from '~/server/services/pools/save-pool'

const CLI: Actor = { kind: 'cli', id: null }
const POOL = 'chaos'

/** A pool, a policy that gives each session an address of it, and a token for the hosts. */
async function layOut({ services }: ControlPlane, hosts: number): Promise<string> {
  const group = await createDeliveryGroup(services, CLI, { name: 'Chaos', kind: 'Shared' })
  await createPool(services, CLI, {
    ...{ name: POOL, description: '', network: '10.9.0.0/24', ranges: ['10.9.0.10-10.9.0.250'] },
    ...{ exclusions: [], quarantineSeconds: 1, warnPercent: 90, criticalPercent: 95 },
  })
  const { id, version } = await createPolicy(services, CLI, { name: 'Chaos' })
  await savePolicy(services, CLI, {
    ...{ id, version, name: 'Chaos', description: '', enabled: true, filters: [] },
    settings: {
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['softphone.exe'],
      VirtualIpEnabled: true,
      VirtualIpMode: 'per-session',
      VirtualIpSource: 'pool',
      VirtualIpPool: POOL,
    },
  })
  await publishPolicies(services, CLI, { baseRevision: 0, reason: 'chaos' })
  const input = { label: 'chaos', deliveryGroupId: group.id, uses: hosts, hours: 24 }
  return (await createToken(services, CLI, input)).token
}

const hosts = Number(process.argv[2] ?? 0)
const environment = readEnvironment(process.env)
const lock = lockData(environment.dataDirectory)
let plane: ControlPlane | null = null
endOnSignal(() => plane, lock)
plane = await startControlPlane({ environment, log: createLogger(environment.logLevel), pages: false })
lock.tellAddress(plane.url)
const token = hosts > 0 ? await layOut(plane, hosts) : null
process.stdout.write(`${JSON.stringify({ ready: plane.url, token })}\n`)
