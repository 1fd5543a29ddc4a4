/** The real server and real agents over simulated hosts, over real HTTP. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '~/agent/clock'
import type { AppliedEvent } from '~/agent/host-agent'
import { silentLog } from '~/agent/log'
import { SimulatedFarm } from '~/agent/simulation/farm'
import { memoryStorage } from '~/agent/storage/memory'
import type { Storage } from '~/agent/storage/storage'
import type { Actor } from '~/server/repositories/audit'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { hostsSummary } from '~/server/services/hosts-summary'
import { listHosts } from '~/server/services/list-hosts'
import { listSessions } from '~/server/services/list-sessions'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'
import { startTestServer, type TestServer } from '~/tests/support/server'
import { until } from '~/tests/support/until'

const CLI: Actor = { kind: 'cli', id: null }
const GROUPS = { CTI: 'Call centre', WARD: 'Ward' }
const HOSTS_EACH = 6
const HOSTS = HOSTS_EACH * Object.keys(GROUPS).length

let database: TestDatabase
let server: TestServer
let farm: SimulatedFarm
const applied: AppliedEvent[] = []
const disks = new Map<string, Storage>()

beforeAll(async () => {
  database = await createTestDatabase()
  server = await start('0')
  const groups = []
  for (const [prefix, name] of Object.entries(GROUPS)) {
    const { id } = await createDeliveryGroup(server.services, CLI, { name, kind: 'Shared' })
    const input = { label: name, deliveryGroupId: id, uses: HOSTS_EACH, hours: 1 }
    groups.push({ prefix, hosts: HOSTS_EACH, token: (await createToken(server.services, CLI, input)).token })
  }
  farm = new SimulatedFarm({
    server: server.url,
    groups,
    seed: 7,
    sessions: 3,
    sessionMinutes: 600,
    clock: systemClock,
    log: silentLog,
    storage: async (name) => {
      const disk = disks.get(name) ?? memoryStorage()
      disks.set(name, disk)
      return disk
    },
    onApplied: (event) => void applied.push(event),
  })
  await farm.start()
  await Promise.all(farm.hosts.map((host) => host.watching))
})
afterAll(async () => {
  await farm?.stop()
  await server?.stop()
  await database?.drop()
})

/** The same farm on the same port: with the same database, and the key that opens its secrets. */
const start = (port: string) =>
  startTestServer({ database, environment: { PORT: port, VIPFARM_MASTER_KEY: 'ab'.repeat(32) } })

let policy: { id: string; version: number } | null = null
let revision = 0
async function publish(programs: string[]): Promise<number> {
  const { services } = server
  policy ??= await createPolicy(services, CLI, { name: 'CTI' })
  policy = await savePolicy(services, CLI, {
    id: policy.id,
    version: policy.version,
    name: 'CTI',
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
    filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: GROUPS.CTI }],
  })
  const published = await publishPolicies(services, CLI, { baseRevision: revision, reason: 'farm test' })
  revision = published.revision
  return published.changedHosts
}

const converged = async () => (await hostsSummary(server.services)).byConvergence.converged === HOSTS

describe('a farm of real agents', () => {
  test('enrols, reports its sessions with their addresses, and converges', async () => {
    await until('all hosts to converge', converged, 60_000)
    const { rows } = await until('sessions to show up', async () => {
      const page = await listSessions(server.services, { limit: 100 })
      return page.rows.length >= HOSTS ? page : null
    })
    for (const { predicted, number } of rows) {
      expect(predicted).toEqual({ address: null, reason: expect.any(String), by: expect.any(String) })
      expect(number).toBeGreaterThan(0)
    }
  })

  test('applies a published program where it matches, and nowhere else, without waiting for a poll', async () => {
    applied.length = 0
    expect(await publish(['softphone.exe'])).toBe(HOSTS_EACH)
    const since = performance.now()
    await until('the matching hosts to apply', () => applied.length >= HOSTS_EACH, 25_000)
    expect(performance.now() - since).toBeLessThan(20_000)
    expect(new Set(applied.map(({ name }) => name.slice(0, 3)))).toEqual(new Set(['CTI']))
    await until('all hosts to show it', converged, 30_000)
    const { rows } = await listHosts(server.services, { limit: 50, deliveryGroup: GROUPS.CTI })
    for (const host of rows) {
      expect(host).toMatchObject({ appliedGeneration: host.wantedGeneration, wantedRevision: revision })
    }
  })

  test('shows predicted addresses of sessions as soon as the switch is on', async () => {
    const session = await until('a predicted session', async () => {
      const { rows } = await listSessions(server.services, { limit: 100 })
      return rows.find(({ predicted }) => predicted.address !== null)
    })
    expect(session.predicted.address).toBe(
      `127.0.${session.number + 1 > 255 ? 1 : 0}.${(session.number + 1) % 256}`,
    )
    expect(session.deliveryGroup).toBe(GROUPS.CTI)
  })

  test('ends the sessions of a host that reboots, and opens those of its new boot', async () => {
    const host = farm.hosts[0]
    if (!host?.hostId) throw new Error('the host did not enrol')
    const hostId = host.hostId
    const before = await listSessions(server.services, { limit: 100, hostId })
    await host.reboot()
    await until(
      'the new boot to be known',
      async () => {
        const { rows } = await listSessions(server.services, { limit: 100, hostId, state: 'ended' })
        return before.rows.every(({ id }) => rows.some((row) => row.id === id))
      },
      30_000,
    )
    const { rows } = await listSessions(server.services, { limit: 100, hostId })
    expect(rows.filter(({ id }) => before.rows.some((row) => row.id === id))).toEqual([])
  })

  test('keeps going while the server is away, and catches up when it is back', async () => {
    const port = new URL(server.url).port
    await server.stop()
    server = await start(port)
    await publish(['softphone.exe', 'dialer.exe'])
    await until('all hosts to converge again', converged, 90_000)
    const { rows } = await listHosts(server.services, { limit: 50, deliveryGroup: GROUPS.CTI })
    expect(rows.every((host) => host.wantedRevision === revision)).toBe(true)
  })
})
