/** The agent's own code on fifty Windows hosts, whose machine is a recorded one; real HTTP, real PostgreSQL. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Connections } from '~/agent/control/http'
import { AGENT_VERSION } from '~/agent/version'
import { CITRIX_KEYS, LOCAL_KEY, POLICY_KEY } from '~/formats/registry/reg-keys'
import type { Actor } from '~/server/repositories/audit'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { updateFarm } from '~/server/services/farm/farm-settings'
import { getHost } from '~/server/services/get-host'
import { listHosts } from '~/server/services/list-hosts'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { rekeyHost } from '~/server/services/rekey-host'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'
import { startTestServer, type TestServer } from '~/tests/support/server'
import { until } from '~/tests/support/until'
import { CATALOG_KEY, dword, FakeWindows, RELEASES, type Release } from '~/tests/support/windows/fake-windows'
import { OLD_VERSION, OldAgent } from '~/tests/support/windows/old-agent'
import { WindowsHost } from '~/tests/support/windows/windows-farm'

const CLI: Actor = { kind: 'cli', id: null }
const HOSTS = 50
const PATIENCE = 60_000

let database: TestDatabase
let server: TestServer
let token: string
const connections = new Connections(64)
/** How far the server's clock went on by itself. */
let aheadMs = 0
const hosts: WindowsHost[] = []
const others: WindowsHost[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startTestServer({ database, clock: { now: () => new Date(Date.now() + aheadMs) } })
  const { id } = await createDeliveryGroup(server.services, CLI, { name: 'Windows', kind: 'Shared' })
  const input = { label: 'image', deliveryGroupId: id, uses: HOSTS + 5, hours: 1, atBoot: true }
  token = (await createToken(server.services, CLI, input)).token
  const releases = Object.keys(RELEASES) as Release[]
  for (let at = 0; at < HOSTS; at++) {
    const release = releases[at % releases.length] ?? '2022'
    hosts.push(hostOf(new FakeWindows({ release, name: `WIN${String(at).padStart(2, '0')}` })))
  }
})
afterAll(async () => {
  await Promise.all([...hosts, ...others].map((host) => host.stop()))
  connections.close()
  await server?.stop()
  await database?.drop()
})

const hostOf = (windows: FakeWindows, more: { token?: string | null; files?: Map<string, string> } = {}) =>
  new WindowsHost(windows, { origin: server.url, token, connections, ...more })

const viewOf = (host: WindowsHost) => getHost(server.services, { id: host.hostId, withChanges: false })
const itemOf = async (host: WindowsHost, setting: string) =>
  (await viewOf(host)).items.find((item) => item.setting === setting)
const rows = async () => (await listHosts(server.services, { limit: 100 })).rows
const allConverged = async () =>
  (await rows()).filter(({ convergence }) => convergence.state === 'converged').length === HOSTS
const of = (release: Release) =>
  hosts.filter(({ windows }) => windows.machineFacts.build === RELEASES[release].build)
const first = (release: Release): WindowsHost => {
  const [host] = of(release)
  if (!host) throw new Error(`no host of ${release}`)
  return host
}
/** The value by itself: what a hand in the registry editor does. */
const byHand = (host: WindowsHost, name: string, value: number, key: string = LOCAL_KEY) =>
  host.windows.setValue(key, name, dword(value))

describe('fifty Windows hosts of six releases', () => {
  test('enrol at boot, from a token outside their image', async () => {
    const waiting = [...hosts]
    const worker = async () => {
      for (let host = waiting.shift(); host; host = waiting.shift()) await host.start()
    }
    await Promise.all(Array.from({ length: 6 }, worker))
    expect(new Set(hosts.map(({ hostId }) => hostId)).size).toBe(HOSTS)
    expect((await rows()).map(({ os }) => os.version).sort()).toEqual(
      hosts.map((_, at) => `Windows Server ${Object.keys(RELEASES)[at % 6]}`).sort(),
    )
  })

  test('apply what each can do, and wait for the restart that Windows needs', async () => {
    const { services } = server
    const { id, version } = await createPolicy(services, CLI, { name: 'Windows' })
    await savePolicy(services, CLI, {
      ...{ id, version, name: 'Windows', description: '', enabled: true, filters: [] },
      settings: {
        VirtualLoopbackSupport: true,
        VirtualLoopbackPrograms: ['softphone.exe'],
        VirtualIpEnabled: true,
        VirtualIpMode: 'per-program',
        VirtualIpPrograms: ['softphone.exe'],
        VirtualIpFallback: 'none',
        PreferLoopback: true,
        PreferLoopbackProcesses: ['softphone.exe'],
      },
    })
    await publishPolicies(services, CLI, { baseRevision: 0, reason: 'the windows farm' })
    const waiting = async () => {
      const states = (await rows()).map(({ convergence }) => convergence.waitsFor)
      return states.filter((state) => state === 'restart').length
    }
    const verified = HOSTS - of('2025').length
    await until('the hosts to wait for a restart', async () => (await waiting()) === verified, PATIENCE)
    expect(first('2022').windows.valueOf(LOCAL_KEY, 'PromptOnIPLeaseFail')).toEqual(dword(1))
    expect(first('2012 R2').windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopback')).toEqual(dword(1))
    expect(first('2016').windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopback')).toBeUndefined()
    expect(await itemOf(first('2016'), 'PreferLoopback')).toMatchObject({ state: 'not-applicable' })
    // Nobody has verified 2025, and no admin has allowed it: it is told so, and nothing is written there.
    expect(of('2025').flatMap(({ windows }) => windows.writes)).toEqual([])
    expect(await itemOf(first('2025'), 'VirtualIpEnabled')).toMatchObject({ code: 'host-cannot' })
    await updateFarm(services, CLI, { allowUnverifiedOs: true, reason: 'tried on one of them' })
    await until('those of 2025 to wait too', async () => (await waiting()) === HOSTS, PATIENCE)
    expect(first('2025').windows.valueOf(LOCAL_KEY, 'EnableVirtualIP')).toEqual(dword(1))
    expect(first('2025').windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopback')).toBeUndefined()
    const { checks } = await viewOf(first('2019'))
    expect(checks.find(({ code }) => code === 'winsock-catalog')?.state).toBe('broken')
  })

  test('are converged after it', async () => {
    for (const host of hosts) host.windows.dropKey(CATALOG_KEY)
    await Promise.all(hosts.map((host) => host.reboot()))
    await until('all to converge', allConverged, PATIENCE)
    const session = first('2022').windows.logon({
      id: 7,
      virtualIp: '10.7.9.9',
      logonAt: Date.now() - 60_000,
    })
    const seen = await until(
      'its session to be seen',
      async () => (await viewOf(first('2022'))).sessionRows[0],
      PATIENCE,
    )
    expect(seen).toMatchObject({ number: session.id, user: 'CONTOSO\\user7' })
  })

  test('mend what a hand has changed, on every one of them, and write nothing else', async () => {
    for (const host of hosts) {
      host.windows.writes.length = 0
      byHand(host, 'PromptOnIPLeaseFail', 0)
    }
    const isMended = ({ windows }: WindowsHost) =>
      JSON.stringify(windows.valueOf(LOCAL_KEY, 'PromptOnIPLeaseFail')) === JSON.stringify(dword(1))
    await until('the values to be mended', () => hosts.every(isMended), PATIENCE)
    expect(hosts.map(({ windows }) => windows.writes)).toEqual(
      hosts.map(() => [`${LOCAL_KEY}\\PromptOnIPLeaseFail`]),
    )
    await until('all to be well', allConverged, PATIENCE)
  })

  test('do not fight group policy: they say who owns the value, and are well again when it lets go', async () => {
    const owned = (Object.keys(RELEASES) as Release[]).map(first)
    for (const host of owned) {
      host.windows.writes.length = 0
      byHand(host, 'VirtualMode', 0, POLICY_KEY)
    }
    for (const host of owned) {
      const item = await until(
        'group policy to be named',
        async () => {
          const found = await itemOf(host, 'VirtualIpMode')
          return found?.code === 'group-policy' ? found : null
        },
        PATIENCE,
      )
      expect(item).toMatchObject({ state: 'failed', owner: 'group-policy' })
      expect((await viewOf(host)).convergence.state).toBe('partial')
      expect(host.windows.writes).toEqual([])
    }
    for (const { windows } of owned) windows.dropKey(POLICY_KEY)
    await until('the hosts to be well', allConverged, PATIENCE)
  })

  test('a listener elsewhere than at session id + 1, and what the component logs, are discrepancies of their session', async () => {
    const { windows } = first('2022')
    const socket = { protocol: 'tcp' as const, listening: true, pid: 44, program: 'softphone.exe' }
    const logonAt = Date.now() - 30_000
    const listens = (id: number, address: string) => {
      windows.logon({ id, logonAt })
      windows.rows.push({ ...socket, local: { address, port: 9000 }, session: id })
    }
    listens(12, '127.0.0.13')
    listens(13, '127.0.0.1')
    listens(14, '127.0.0.8')
    for (const [id, event] of [
      [15, 110],
      [16, 109],
    ] as const) {
      windows.logon({ id, logonAt })
      const values = ['C:\\Apps\\softphone.exe', String(id), 'CONTOSO', `user${id}`]
      windows.log.push({ id: event, at: logonAt + 1_000, values })
    }
    const reasons = async () =>
      Object.fromEntries(
        (await viewOf(first('2022'))).sessionRows.map(({ number, discrepancy }) => [
          number,
          discrepancy?.reason ?? null,
        ]),
      )
    await until('all of them to be seen', async () => Object.keys(await reasons()).length === 6, PATIENCE)
    expect(await reasons()).toEqual({
      ...{ 7: null, 12: null, 13: 'not-enforced', 14: 'foreign-address' },
      ...{ 15: 'not-virtualised', 16: 'no-lease' },
    })
    windows.wts.length = 0
    windows.rows.length = 0
    windows.logon({ id: 7, virtualIp: '10.7.9.9', logonAt })
    await until('one to be left', async () => Object.keys(await reasons()).join() === '7', PATIENCE)
  })

  test('whose clock goes back an hour: the farm says so, and sees neither a restart nor the end of a session', async () => {
    const host = first('2022')
    const before = await viewOf(host)
    host.clockOffMs = -3_600_000
    // What is told next is told by the wrong clock.
    host.windows.logon({ id: 8, logonAt: Date.now() - 3_660_000 })
    // A view reads its host and its sessions one after the other, so that one may be of before the report.
    const view = await until(
      'the wrong clock and the second session to be seen',
      async () => {
        const now = await viewOf(host)
        const seen = now.sessionRows.length === before.sessionRows.length + 1
        return seen && (now.clockSkewMs ?? 0) < -3_500_000 ? now : null
      },
      PATIENCE,
    )
    expect(view.lifecycle).toBe('active')
    const [{ boots } = { boots: 0 }] = await database.prisma.$queryRawUnsafe<{ boots: number }[]>(
      'SELECT count(DISTINCT boot)::int AS boots FROM session WHERE host_id = $1::uuid AND ended_at IS NULL',
      host.hostId,
    )
    expect(boots).toBe(1)
    host.clockOffMs = 0
  })

  test('an enrolled image that was copied: the key is put aside, and each machine gets one of its own', async () => {
    const original = first('2022')
    // Without a token in the copy the farm has to find out.
    const copy = hostOf(new FakeWindows({ name: 'COPY' }), { token: null, files: new Map(original.files) })
    others.push(copy)
    await copy.start()
    await until(
      'the key to be put aside',
      async () => (await viewOf(original)).lifecycle === 'quarantined',
      PATIENCE,
    )
    const before = (await viewOf(original)).sessionRows.length
    await rekeyHost(server.services, CLI, { id: original.hostId, reason: 'a copy of it was started' })
    await until('both to lose it', () => original.unauthorized && copy.unauthorized, PATIENCE)
    const row = original.hostId
    await original.comeBack()
    expect(original.hostId).toBe(row)
    await copy.stop()
    const again = hostOf(copy.windows, { files: copy.files })
    others.push(again)
    await again.start()
    expect(again.hostId).not.toBe(row)
    await until(
      'the original to be well',
      async () => (await viewOf(original)).convergence.state === 'converged',
      PATIENCE,
    )
    expect((await viewOf(original)).sessionRows).toHaveLength(before)
    expect((await viewOf(again)).sessionRows).toEqual([])
  })

  test('an upgrade in place: what the new release cannot do is put back, what it needs is checked', async () => {
    const host = first('2012 R2')
    expect(host.windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopback')).toEqual(dword(1))
    Object.assign(host.windows.machineFacts, RELEASES['2022'])
    host.windows.setValue(CATALOG_KEY, 'PermittedLspCategories', dword(1))
    // No machine starts three times in a few seconds: that would be two with one key.
    aheadMs += 30_000
    await host.reboot()
    await until(
      'the upgrade to be seen',
      async () => (await viewOf(host)).os.version === 'Windows Server 2022',
      PATIENCE,
    )
    const putBack = () => host.windows.valueOf(CITRIX_KEYS.x64, 'PreferLoopback') === undefined
    await until('PreferLoopback to be put back', putBack, PATIENCE)
    const asks = async () =>
      (await viewOf(host)).checks.some(({ code, state }) => code === 'winsock-catalog' && state === 'broken')
    await until('the WinSock key to be asked for', asks, PATIENCE)
  })

  test('an agent of the oldest protocol that is served keeps working, and its upgrade keeps row and ticket', async () => {
    const windows = new FakeWindows({ name: 'OLD' })
    const old = await OldAgent.enrol(windows, { origin: server.url, token })
    const signed = await until('its first ticket', () => old.checkIn(), PATIENCE)
    await old.reportApplied(signed)
    const view = () => getHost(server.services, { id: old.hostId, withChanges: false })
    expect(await view()).toMatchObject({ agentVersion: OLD_VERSION, appliedGeneration: signed.generation })
    const upgraded = hostOf(windows, { token: null, files: old.files })
    others.push(upgraded)
    await upgraded.start()
    await until(
      'the new agent to tell its version',
      async () => (await view()).agentVersion === AGENT_VERSION,
      PATIENCE,
    )
    expect(upgraded.hostId).toBe(old.hostId)
    const item = async () => (await view()).items.find(({ setting }) => setting === 'VirtualIpFallback')
    await until(
      'what the old one left to be applied',
      async () => (await item())?.state === 'applied',
      PATIENCE,
    )
    expect((await view()).wantedGeneration).toBe(signed.generation)
    expect((await view()).lifecycle).toBe('active')
  })
})
