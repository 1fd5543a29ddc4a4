import { afterEach, describe, expect, it } from 'vitest'
import type { Fault } from '~/agent/drivers/select'
import { silentLog } from '~/agent/log'
import { SimulatedFarm } from '~/agent/simulation/farm'
import { memoryStorage } from '~/agent/storage/memory'
import { type Report, reportInput } from '~/protocol/report'
import { until } from '~/tests/support/until'
import { ScriptedControlPlane } from './support/control-plane'
import { FakeClock } from './support/fake-clock'
import { config } from './support/rig'

let plane: ScriptedControlPlane
let farm: SimulatedFarm
let clock: FakeClock
afterEach(async () => {
  await farm.stop()
  await plane.close()
})

async function start(options: {
  sessions: number
  sessionMinutes?: number
  seed?: number
  faults?: Map<string, Fault[]>
}) {
  plane = new ScriptedControlPlane()
  clock = new FakeClock()
  await plane.listen()
  const token = plane.token()
  farm = new SimulatedFarm({
    server: plane.origin,
    groups: ['CTI', 'WEB', 'ERP'].map((prefix) => ({ prefix, hosts: 8, token })),
    seed: 1,
    sessionMinutes: 10,
    clock,
    log: silentLog,
    storage: async () => memoryStorage(),
    ...options,
  })
  await farm.start()
  clock.advance(0)
  await Promise.all(farm.hosts.map((host) => host.watching))
  await moved('the first reports', () => farm.hosts.every((host) => reportsOf(host.name).length > 0))
}

const moved = <T>(what: string, condition: () => T, stepMs = 20) =>
  until(what, () => {
    clock.advance(stepMs)
    return condition()
  })

const byBoot = (report: Report) => report.boot.split('-')[2]
const reportsOf = (name: string) => {
  const index = farm.hosts.findIndex((host) => host.name === name).toString(36)
  return plane.reports.filter((report) => byBoot(report) === index)
}

describe('a simulated farm', () => {
  it('names its hosts by group, fills them, and has every host converge', async () => {
    await start({ sessions: 5, sessionMinutes: 10_000 })
    expect(farm.hosts.map((host) => host.name).filter((_, index) => index % 8 === 0)).toEqual([
      'CTI01',
      'WEB01',
      'ERP01',
    ])
    expect(plane.reports.filter((report) => report.full && report.opened.length === 5)).toHaveLength(24)
    plane.publish(
      config({
        VirtualLoopbackSupport: true,
        VirtualLoopbackPrograms: ['softphone.exe', 'ctibridge.exe'],
        VirtualIpEnabled: true,
        VirtualIpMode: 'per-session',
      }),
    )
    await moved('all hosts', () =>
      farm.hosts.every((host) => reportsOf(host.name).some((one) => one.applied?.generation === 1)),
    )
    await moved('addresses', () =>
      farm.hosts.every((host) =>
        reportsOf(host.name)
          .at(-1)
          ?.opened.every((one) => one.allocations.some(({ network }) => network !== 'loopback')),
      ),
    )
    const last = farm.hosts.map((host) => reportsOf(host.name).at(-1))
    const virtual = last
      .flatMap((one) => one?.opened ?? [])
      .map((one) => one.allocations.find((it) => it.network !== 'loopback'))
    expect(virtual).toHaveLength(120)
    expect(new Set(virtual.map((one) => one?.address)).size).toBe(120)
    expect(virtual.every((one) => one?.address.startsWith('10.20.'))).toBe(true)
    for (const report of plane.reports) expect(reportInput.safeParse(report).success).toBe(true)
  })

  it('shows listed programs at their session’s address, and unlisted ones at the shared one, where only the first gets its port and the others say that they did not', async () => {
    await start({ sessions: 6, sessionMinutes: 10_000 })
    plane.publish(config({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] }))
    await moved('all hosts', () =>
      farm.hosts.every((host) =>
        reportsOf(host.name).some((one) => one.opened.some((it) => it.prediction.loopback)),
      ),
    )
    const sockets = farm.hosts.flatMap((host) => {
      const report = reportsOf(host.name).findLast((one) => one.opened.some((it) => it.prediction.loopback))
      return (report?.opened ?? []).flatMap((one) =>
        one.sockets.map((socket) => ({ ...socket, host: host.name, own: one.prediction.loopback })),
      )
    })
    const listening = sockets.filter((socket) => socket.listening && socket.protocol === 'tcp')
    const listed = listening.filter((socket) => socket.program === 'softphone.exe')
    expect(listed.length).toBeGreaterThan(20)
    for (const socket of listed) expect(socket.local.address).toBe(socket.own)
    const place = (socket: (typeof listening)[number]) =>
      `${socket.host} ${socket.local.address}:${socket.local.port}`
    const failed = listening.filter((socket) => socket.failed)
    const places = listening.filter((socket) => !socket.failed).map(place)
    expect(failed.length).toBeGreaterThan(0)
    for (const socket of failed) expect(places).toContain(place(socket))
    expect(new Set(places).size).toBe(places.length)
    expect(
      listening.some((socket) => socket.program === 'crm.exe' && socket.local.address === '127.0.0.1'),
    ).toBe(true)
  })

  it('has people come and go, the same ones for the same seed', async () => {
    const run = async () => {
      await start({ sessions: 4, seed: 7 })
      const users = plane.reports
        .filter((one) => one.full)
        .map((one) => one.opened.map(({ id, user }) => [id, user]))
      await moved(
        'logons and logoffs',
        () => plane.reports.some((one) => !one.full && one.closed.length > 0),
        5_000,
      )
      return users.map((one) => JSON.stringify(one)).sort()
    }
    const first = await run()
    await farm.stop()
    await plane.close()
    expect(await run()).toEqual(first)
  })

  it('fails where it is told to: an item, a clock, a reboot', async () => {
    const faults = new Map<string, Fault[]>([
      ['CTI02', [{ kind: 'fails-item', setting: 'VirtualLoopbackPrograms' }]],
      ['WEB03', [{ kind: 'stale-clock', skewSeconds: -3_600 }]],
      ['ERP04', [{ kind: 'reboots', everySeconds: 60 }]],
      ['ERP05', [{ kind: 'drifts', setting: 'VirtualLoopbackSupport', everySeconds: 30 }]],
    ])
    await start({ sessions: 0, faults })
    plane.publish(config({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] }))
    const stateOf = (name: string, setting: string) =>
      reportsOf(name)
        .findLast((one) => one.applied?.generation === 1)
        ?.applied?.items.find((one) => one.setting === setting)
    await moved('the failure', () => stateOf('CTI02', 'VirtualLoopbackPrograms')?.code === 'access-denied')
    await moved('the rest', () => stateOf('CTI01', 'VirtualLoopbackPrograms')?.state === 'applied')
    expect(Date.parse(reportsOf('WEB03')[0]?.at ?? '')).toBeLessThan(clock.now() - 3_500_000)
    await moved('the drift', () => stateOf('ERP05', 'VirtualLoopbackSupport')?.state === 'drifted', 500)
    await moved('the reboot', () => new Set(reportsOf('ERP04').map((one) => one.boot)).size > 1, 500)
  })

  it('refuses a fault for a host that it does not have', async () => {
    await start({ sessions: 0 })
    const faults = new Map<string, Fault[]>([['NONE1', [{ kind: 'reboots', everySeconds: 60 }]]])
    const options = { server: plane.origin, seed: 1, sessions: 0, sessionMinutes: 1, clock, log: silentLog }
    const make = () =>
      new SimulatedFarm({ ...options, groups: [], storage: async () => memoryStorage(), faults })
    expect(make).toThrow('there is no simulated host NONE1')
  })
})
