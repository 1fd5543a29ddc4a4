import { execFileSync, spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cgroupProcesses } from '~/agent/drivers/linux/filter/cgroup'
import { Logind } from '~/agent/drivers/linux/logons/logind'
import { Sesman } from '~/agent/drivers/linux/logons/xrdp'
import { requirement } from '~/tests/support/requirement'
import { until } from '~/tests/support/until'
import { eagerDriver } from './support/eager-driver'
import { background, freePort, Lab, type Running, requireKernel } from './support/lab'
import { LogindStage } from './support/logind-stage'
import { bind, server } from './support/python'

let lab: Lab
let stage: LogindStage | null = null
const running: Running[] = []

beforeAll(async () => {
  lab = await Lab.open()
})
beforeEach(requireKernel)
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end()))
})
afterAll(async () => {
  await stage?.close()
  await lab?.close()
})

/** A program that does each line it is told, with the port after it; it begins before anybody knows of its session. */
const OBEDIENT = `
import os, sys
for line in sys.stdin:
    exec(line.replace("\\\\n", "\\n"))
`
interface Obedient extends Running {
  pid: number
  say(script: string): Promise<string>
}
function obedient(program: string, ...before: string[]): Obedient {
  const child = spawn(
    before[0] ?? program,
    [...before.slice(1), ...(before.length ? [program] : []), '-c', OBEDIENT],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, VIPFARM_SESSION: 'none' },
    },
  )
  const one = background(child)
  running.push(one)
  return Object.assign(one, {
    pid: child.pid ?? 0,
    say(script: string) {
      child.stdin?.write(`${script.trim().replaceAll('\n', '\\n')}\n`)
      return one.line()
    },
  })
}

/** The shape of xrdp 0.9: a manager for each session, with the X server (`"$0"`) and the desktop (`"$@"`) below it. */
function sesman(script: string): string[] {
  const folder = join(lab.directory, 'xrdp')
  if (!existsSync(folder)) {
    mkdirSync(folder)
    copyFileSync(realpathSync('/bin/bash'), join(folder, 'xrdp-sesman'))
    copyFileSync(realpathSync('/bin/sleep'), join(folder, 'Xorg'))
  }
  return [join(folder, 'xrdp-sesman'), '-c', script, join(folder, 'Xorg')]
}

/** With process ids of its own: another agent of this machine would take it for its own host's. */
async function imitated(script: string): Promise<Obedient & { leader: number; sesman: Sesman }> {
  const one = obedient(lab.listed, 'unshare', '--pid', '--fork', '--kill-child', ...sesman(script))
  // `unshare` minds nothing less, and takes its namespace with it.
  one.end = async () => {
    one.child.kill('SIGKILL')
    return null
  }
  const children = () => readFileSync(`/proc/${one.pid}/task/${one.pid}/children`, 'latin1')
  const leader = await until('the manager', () => Number(children()) || null)
  return Object.assign(one, {
    leader,
    sesman: new Sesman('/proc', '/etc/passwd', readlinkSync(`/proc/${leader}/ns/pid`)),
  })
}

function attachedTo(group: string): string[] {
  if (!existsSync(group)) return []
  const text = execFileSync('bpftool', ['-j', 'cgroup', 'show', group], { encoding: 'utf8' }).trim()
  return (JSON.parse(text || '[]') as { name: string }[]).map(({ name }) => name)
}

describe('sessions of logind', () => {
  const logind = () => {
    if (!stage) throw new Error('no stage')
    return stage
  }
  beforeEach(async (context) => {
    requirement(context, 'bpf', LogindStage.missing())
    stage ??= await LogindStage.open()
  })

  test('are found, numbered, filtered and proved; a listed program binds one port in two of them', async () => {
    const driver = await eagerDriver(lab.state, [new Logind(logind().loginctl, logind().folder)])
    const port = await freePort()
    const [one, other] = [obedient(lab.listed), obedient(lab.listed)]
    const names = [
      await logind().logOn({ uid: 1, pid: one.pid, service: 'xrdp-sesman', remote: true, host: '192.0.2.7' }),
      await logind().logOn({ uid: 2, pid: other.pid, service: 'sshd', remote: true, host: 'desk' }),
    ]
    expect(
      (await driver.observe()).map(({ id, user, protocol, clientIp, clientName, enforcement }) => ({
        ...{ id, user, protocol, clientIp, clientName, enforcement },
      })),
    ).toEqual([
      { id: 1, user: 'daemon', protocol: 'xrdp', clientIp: '192.0.2.7', enforcement: 'linux-filter' },
      { id: 2, user: 'bin', protocol: 'ssh', clientName: 'desk', enforcement: 'linux-filter' },
    ])
    expect([await one.say(server(port)), await other.say(server(port))]).toEqual(['127.0.0.2', '127.0.0.3'])
    const proved = await until('the proof of the first session', async () => {
      const [first] = await driver.observe()
      return first?.reach?.proof ? first : null
    })
    expect(proved.reach).toMatchObject({ proof: { ok: true, wrong: [] } })
    expect(proved.sockets.map(({ local }) => local)).toEqual([{ address: '127.0.0.2', port }])
    await driver.stop()

    // Another agent finds them by their records, and a launcher cannot have their ids.
    const next = await eagerDriver(lab.state, [new Logind(logind().loginctl, logind().folder)])
    expect((await next.observe()).map(({ id, user }) => [id, user])).toEqual([
      [1, 'daemon'],
      [2, 'bin'],
    ])
    expect((await lab.run(2, [], 'true')).err).toContain('session 2 is already open')
    expect(attachedTo(logind().slice(1))).toHaveLength(6)
    await one.end()
    await logind().logOff(names[0] ?? '')
    await until('the end of the first', async () => (await next.observe()).length === 1)
    expect(attachedTo(logind().slice(1))).toEqual([])
    await other.end()
    await logind().logOff(names[1] ?? '')
    await until('the end of the second', async () => (await next.observe()).length === 0)
    expect([lab.place.cgroup, lab.place.pins].filter(existsSync)).toEqual([])
    expect(readdirSync(join(lab.state, 'sessions'))).toEqual([])
    for (const [uid, name] of [
      [1, names[0]],
      [2, names[1]],
    ] as const) {
      logind().removeGroup(logind().scope(uid, name ?? ''))
      logind().removeGroup(logind().slice(uid))
    }
    await next.stop()
  })

  test('of one user: alone the whole slice is filtered, with a second one each its own scope', async () => {
    const driver = await eagerDriver(lab.state, [new Logind(logind().loginctl, logind().folder)])
    const one = obedient(lab.listed)
    const first = await logind().logOn({ uid: 1, pid: one.pid, service: 'xrdp-sesman' })
    // What systemd --user starts is in the slice, and not in the scope.
    const manager = join(logind().slice(1), 'user@1.service')
    mkdirSync(manager)
    const desktop = obedient(lab.listed)
    writeFileSync(join(manager, 'cgroup.procs'), String(desktop.pid))
    expect((await driver.observe()).map(({ id, reach }) => [id, reach?.uncovered])).toEqual([[1, undefined]])
    expect(await desktop.say(bind('127.0.0.1', 0))).toBe('127.0.0.2')

    const two = obedient(lab.listed)
    const second = await logind().logOn({ uid: 1, pid: two.pid, service: 'xrdp-sesman' })
    expect((await driver.observe()).map(({ id, reach }) => [id, reach?.uncovered])).toEqual([
      [1, ['user-manager']],
      [2, ['user-manager']],
    ])
    expect([await one.say(bind('127.0.0.1', 0)), await two.say(bind('127.0.0.1', 0))]).toEqual([
      '127.0.0.2',
      '127.0.0.3',
    ])
    // It belongs to neither of them.
    expect(await desktop.say(bind('127.0.0.1', 0))).toBe('127.0.0.1')
    await Promise.all([one.end(), two.end(), desktop.end()])
    await logind().logOff(first)
    await logind().logOff(second)
    await until('both ends', async () => (await driver.observe()).length === 0)
    for (const group of [manager, logind().scope(1, first), logind().scope(1, second), logind().slice(1)])
      rmdirSync(group)
    await driver.stop()
  })
})

describe('sessions that xrdp and logind both know', () => {
  test('are one session: the one of logind, in the group of the system', async (context) => {
    requirement(context, 'bpf', LogindStage.missing())
    stage ??= await LogindStage.open()
    const logind = stage
    // The manager logs the person on before it starts the server and the desktop.
    const one = await imitated('exec 3<&0; read -r _ <&3; "$0" 600 & "$@" <&3; wait')
    const driver = await eagerDriver(lab.state, [new Logind(logind.loginctl, logind.folder), one.sesman])
    const name = await logind.logOn({ uid: 1, pid: one.leader, service: 'xrdp-sesman', remote: true })
    const scope = logind.scope(1, name)
    one.child.stdin?.write('\n')
    await until('the server and the desktop', async () => (await cgroupProcesses(scope)).length === 3)
    expect(await until('xrdp to know it too', async () => (await one.sesman.sessions())[0]?.leader)).toBe(
      one.leader,
    )
    // The imitated server runs as root: that is what xrdp alone would tell.
    const seen = (await driver.observe()).map(({ id, user, protocol }) => [id, user, protocol])
    expect(seen).toEqual([[1, 'daemon', 'xrdp']])
    expect(await one.say(bind('127.0.0.1', 0))).toBe('127.0.0.2')
    expect(attachedTo(logind.slice(1))).toHaveLength(6)
    one.child.kill('SIGKILL')
    for (const pid of await cgroupProcesses(scope)) endProcess(pid)
    await logind.logOff(name)
    await until('its end', async () => (await driver.observe()).length === 0)
    expect([lab.place.cgroup, lab.place.pins].filter(existsSync)).toEqual([])
    await until('nobody in it', async () => (await cgroupProcesses(scope)).length === 0)
    for (const group of [scope, logind.slice(1)]) logind.removeGroup(group)
    await driver.stop()
  })
})

describe('sessions of xrdp where there is no logind', () => {
  test('are found below its session manager, gathered into a group of their own, and filtered', async () => {
    const one = await imitated('exec 3<&0; "$0" 600 & "$@" <&3; wait')
    const driver = await eagerDriver(lab.state, [one.sesman])
    // With its proof, whose own process is in the session for a moment: none is left that could keep it from ending.
    const found = await until('the session and its proof', async () => {
      const [seen] = await driver.observe()
      return seen?.reach?.proof ? seen : null
    })
    expect(found).toMatchObject({ id: 1, protocol: 'xrdp', enforcement: 'linux-filter' })
    expect(found.reach).toMatchObject({ proof: { ok: true, wrong: [] } })
    expect(await one.say(bind('127.0.0.1', 0))).toBe('127.0.0.2')
    one.child.kill('SIGKILL')
    for (const pid of await cgroupProcesses(lab.place.cgroupOf(1))) endProcess(pid)
    await until('its end', async () => (await driver.observe()).length === 0)
    expect([lab.place.cgroup, lab.place.pins].filter(existsSync)).toEqual([])
    await driver.stop()
  })
})

/** What lives by another's pipe may have ended by itself since it was listed. */
function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
