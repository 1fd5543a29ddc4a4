/** 200 simulated hosts under real agents, and a revision that only shows in the second wave that it is bad. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '~/agent/clock'
import type { Fault } from '~/agent/drivers/select'
import type { AppliedEvent } from '~/agent/host-agent'
import { silentLog } from '~/agent/log'
import { SimulatedFarm } from '~/agent/simulation/farm'
import { memoryStorage } from '~/agent/storage/memory'
import type { PolicySettings } from '~/domain/policy-model'
import { planOf } from '~/domain/rollout'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { hostsSummary } from '~/server/services/hosts-summary'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { listRolloutHosts } from '~/server/services/rollouts/list-rollout-hosts'
import { getRollout } from '~/server/services/rollouts/read-rollouts'
import { startTestServer, type TestServer } from '~/tests/support/server'
import { CLI } from '~/tests/support/test-farm'
import { until } from '~/tests/support/until'

const HOSTS = 200

let server: TestServer
let farm: SimulatedFarm
const applied: AppliedEvent[] = []

beforeAll(async () => {
  server = await startTestServer()
  const { services } = server
  const { id: deliveryGroupId } = await createDeliveryGroup(services, CLI, { name: 'CTI', kind: 'Shared' })
  const token = async (uses: number, tags: string[]) =>
    (await createToken(services, CLI, { label: 'CTI', deliveryGroupId, uses, hours: 1, tags })).token
  const groups = [
    { prefix: 'PILOT', hosts: 1, token: await token(1, ['pilot']) },
    { prefix: 'CTI', hosts: HOSTS - 1, token: await token(HOSTS - 1, []) },
  ]
  // The pilot can do what the others cannot.
  const fault: Fault = { kind: 'fails-item', setting: 'VirtualLoopbackPortExclusion' }
  const faults = new Map(
    Array.from({ length: HOSTS - 1 }, (_, at) => [`CTI${String(at + 1).padStart(3, '0')}`, [fault]]),
  )
  farm = new SimulatedFarm({
    server: server.url,
    groups,
    faults,
    seed: 3,
    sessions: 0,
    sessionMinutes: 600,
    clock: systemClock,
    log: silentLog,
    storage: async () => memoryStorage(),
    onApplied: (event) => void applied.push(event),
  })
  await farm.start()
  await Promise.all(farm.hosts.map((host) => host.watching))
}, 120_000)
afterAll(async () => {
  await farm?.stop()
  await server?.stop()
})

let policy: { id: string; version: number } | null = null
async function draft(settings: PolicySettings): Promise<void> {
  const { services } = server
  policy ??= await createPolicy(services, CLI, { name: 'CTI' })
  const { id, version } = policy
  const content = { name: 'CTI', description: '', enabled: true, settings, filters: [] }
  policy = await savePolicy(services, CLI, { id, version, ...content })
}

const converged = async () => (await hostsSummary(server.services)).byConvergence.converged === HOSTS
const GOOD: PolicySettings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] }

describe('a bad revision on 200 hosts', () => {
  test('is halted in the second wave and taken back, and no other host is touched', async () => {
    const { services } = server
    await draft(GOOD)
    await publishPolicies(services, CLI, { baseRevision: 0, reason: 'good' })
    await until('all hosts to converge', converged, 120_000)
    const before = new Map((await pointers()).map((row) => [row.name, row]))
    applied.length = 0

    await draft({ ...GOOD, VirtualLoopbackPortExclusion: [8443] })
    const plan = planOf({
      waves: [
        { kind: 'tag', tag: 'pilot' },
        { kind: 'percent', percent: 5 },
        { kind: 'percent', percent: 100 },
      ],
      soakSeconds: 0,
      onFailure: 'roll-back',
    })
    const { rollout } = await publishPolicies(services, CLI, { baseRevision: 1, reason: 'bad', plan })
    const id = String(rollout)
    const over = await until(
      'the rollout to be taken back',
      async () => {
        const view = await getRollout(services, { id })
        return view.state === 'rolled-back' ? view : null
      },
      60_000,
    )
    expect(over).toMatchObject({ wave: 2, reached: 10, endRevision: 3, halt: { by: null } })
    expect(over.halt?.failure).toMatchObject({ check: 'failed', limit: 0 })
    await until('all hosts to be well again', converged, 60_000)

    const { rows: members } = await listRolloutHosts(services, { id, limit: HOSTS })
    const touched = new Set(members.flatMap(({ name, wave }) => (wave === null ? [] : name)))
    expect(touched.has('PILOT01')).toBe(true)
    expect(touched.size).toBe(10)
    for (const { name, generation, hash, revision } of await pointers()) {
      const was = before.get(name)
      const back = { generation: (was?.generation ?? 0) + 2, hash: was?.hash, revision: 3 }
      expect({ generation, hash, revision }, name).toEqual(
        touched.has(name) ? back : { generation: was?.generation, hash: was?.hash, revision: was?.revision },
      )
    }
    expect(new Set(applied.map(({ name }) => name))).toEqual(touched)
  })
})

interface Pointer {
  name: string
  generation: number
  hash: string
  revision: number
}

const pointers = () =>
  server.services.database.$queryRawUnsafe<Pointer[]>(
    `SELECT name, wanted_generation AS generation, wanted_hash AS hash, wanted_revision AS revision
     FROM host ORDER BY name`,
  )
