import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '~/agent/clock'
import type { Driver } from '~/agent/drivers/driver'
import { cgroupProcesses } from '~/agent/drivers/linux/filter/cgroup'
import { selectDriver } from '~/agent/drivers/select'
import { diskStorage } from '~/agent/storage/disk'
import type { SettingId } from '~/domain/settings'
import { until } from '~/tests/support/until'
import { freePort, Lab, outcome, type Running, requireKernel } from './support/lab'
import { bind, server } from './support/python'

let lab: Lab
let driver: Driver
const running: Running[] = []

beforeAll(async () => {
  lab = await Lab.open()
  driver = await begin()
})
beforeEach(requireKernel)
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end()))
})
afterAll(async () => {
  await driver?.stop()
  await lab?.close()
})

/** The driver of an agent that starts on the lab's state directory. */
async function begin(): Promise<Driver> {
  const storage = await diskStorage(lab.state)
  const started = selectDriver({
    ...{ driver: 'linux', stateDirectory: lab.state, storage, clock: systemClock, seed: 1, name: 'lab' },
  })
  await started.readBack()
  return started
}

async function apply(values: Partial<Record<SettingId, unknown>>): Promise<void> {
  for (const [setting, value] of Object.entries(values)) {
    await driver.apply({ setting: setting as SettingId, action: 'set', value })
  }
}

const LIST = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] }
const ADDRESS = bind('127.0.0.1', 0)

function start(id: number, program: string, script: string): Running {
  const started = lab.start(id, [], program, '-c', script)
  running.push(started)
  return started
}

/** What this machine has of the lab: nothing, when all is well. */
const remains = () => [lab.place.cgroup, lab.place.pins].filter(existsSync)

describe('a session of an enforcing agent', () => {
  test('binds one port in two sessions, predicted equal to observed', async () => {
    await apply(LIST)
    expect(driver.enforcement).toBe('linux-filter')
    const port = await freePort()
    const servers = [7, 8].map((id) => start(id, lab.listed, server(port)))
    expect(await Promise.all(servers.map((one) => one.line()))).toEqual(['127.0.0.8', '127.0.0.9'])
    const seen = await driver.observe()
    expect(
      seen.map(({ id, enforcement, sockets }) => [id, enforcement, sockets.map(({ local }) => local)]),
    ).toEqual([
      [7, 'linux-filter', [{ address: '127.0.0.8', port }]],
      [8, 'linux-filter', [{ address: '127.0.0.9', port }]],
    ])
    expect(await driver.readBack()).toEqual(LIST)
  })

  test('keeps its pins to root', async () => {
    const one = start(7, lab.listed, server(0))
    await one.line()
    expect(statSync(lab.place.pins).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(lab.place.pins)) {
      expect(statSync(join(lab.place.pins, name)).mode & 0o777).toBe(0o700)
    }
  })

  test('ends with all that it started, and leaves nothing behind', async () => {
    const one = start(7, 'sh', `"${lab.unlisted}" -c '${server(0)}' & echo started; sleep 60`)
    await one.line()
    const procs = join(lab.place.cgroupOf(7), 'cgroup.procs')
    await until('its processes', () => readFileSync(procs, 'utf8').trim().split('\n').length >= 3)
    await one.end()
    expect(remains()).toEqual([])
  })

  test('refuses an id in use, and the processes of a session whose launcher died keep it', async () => {
    const one = start(7, lab.listed, server(0))
    await one.line()
    expect(await lab.run(7, [], 'true')).toMatchObject({
      code: 1,
      err: expect.stringContaining('session 7 is already open'),
    })
    const [leader] = await cgroupProcesses(lab.place.cgroupOf(7))
    if (leader === undefined) throw new Error('the session has no process')
    one.child.kill('SIGKILL')
    await once(one.child, 'exit')
    expect((await lab.run(7, [], 'true')).code).toBe(1)
    process.kill(leader, 'SIGKILL')
    await until('the session to be cleared away', async () => {
      await driver.observe()
      return remains().length === 0
    })
    expect((await lab.run(7, [], 'true')).code).toBe(0)
  })
})

describe('many sessions', () => {
  test('begin and end at once, each with its own address, and leave nothing behind', async () => {
    await apply(LIST)
    const ids = Array.from({ length: 12 }, (_, at) => at + 20)
    const done = await Promise.all(ids.map((id) => lab.run(id, [], lab.listed, '-c', ADDRESS)))
    expect(done.map(({ out }) => out)).toEqual(ids.map((id) => `127.0.0.${id + 1}\n`))
    expect(remains()).toEqual([])
  })

  test('of two that begin with one id, one gets it', async () => {
    const both = await Promise.all([30, 30].map((id) => lab.run(id, [], 'sleep', '0.5')))
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1])
    expect(remains()).toEqual([])
  })
})

describe('verify', () => {
  test('proves a session that is in force, and names what is wrong in one that is not', async () => {
    await apply(LIST)
    const one = start(7, lab.listed, server(0))
    await one.line()
    const sound = await outcome(lab.command('verify'))
    expect(sound).toMatchObject({ code: 0, err: '' })
    expect(sound.out).toMatch(/^session 7: in force\n(?: {2}ok .*\n){5}$/)
    const cgroup = lab.place.cgroupOf(7)
    const { stdout } = spawnSync('bpftool', ['-j', 'cgroup', 'show', cgroup], { encoding: 'utf8' })
    const bind4 = (JSON.parse(stdout) as { id: number; name: string }[]).find(
      ({ name }) => name === 'vf_bind4',
    )
    spawnSync('bpftool', ['cgroup', 'detach', cgroup, 'bind4', 'id', String(bind4?.id)])
    const broken = await outcome(lab.command('verify', '--json'))
    expect(broken.code).toBe(1)
    const [session] = (JSON.parse(broken.out) as { sessions: { checks: { what: string; ok: boolean }[] }[] })
      .sessions
    const wrong = session?.checks.filter(({ ok }) => !ok).map(({ what }) => what)
    expect(wrong).toEqual(['hooks attached', 'bind 127.0.0.1', 'connect 127.0.0.1', 'send to 127.0.0.1'])
  })
})

describe('a change of the lists', () => {
  test('reaches sessions that run', async () => {
    await apply(LIST)
    const loop = start(7, 'bash', `while sleep 0.05; do "${lab.unlisted}" -c '${ADDRESS}'; done`)
    expect(await loop.line()).toBe('127.0.0.1')
    const says = (address: string) => until(`${address}`, async () => (await loop.line()) === address)
    await apply({ VirtualLoopbackPrograms: ['crm', 'other'] })
    await says('127.0.0.8')
    await driver.apply({ setting: 'VirtualLoopbackPrograms', action: 'clear' })
    await says('127.0.0.1')
  })

  test('attaches the hooks for masking only while a list masks', async () => {
    await apply(LIST)
    const one = start(7, lab.listed, server(0))
    await one.line()
    const hooks = () => {
      const { stdout } = spawnSync('bpftool', ['-j', 'cgroup', 'show', lab.place.cgroupOf(7)], {
        encoding: 'utf8',
      })
      return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name.slice(3)).sort()
    }
    const plain = ['bind4', 'bind6', 'connect4', 'connect6', 'sendmsg4', 'sendmsg6']
    expect(hooks()).toEqual(plain)
    await apply({ LoopbackMasking: ['crm'] })
    expect(hooks()).toHaveLength(12)
    await driver.apply({ setting: 'LoopbackMasking', action: 'clear' })
    expect(hooks()).toEqual(plain)
  })

  test('an entry that the kernel cannot compare is refused by name; the others are in force', async () => {
    const long = 'x'.repeat(64)
    await expect(apply({ VirtualLoopbackPrograms: ['crm', long] })).rejects.toThrow(
      /63 bytes, this one has 64/,
    )
    expect((await driver.readBack()).VirtualLoopbackPrograms).toEqual(['crm'])
  })
})

describe('an agent that dies', () => {
  test('leaves what is in force; the next one takes it over', async () => {
    await apply(LIST)
    const loop = start(7, 'bash', `while sleep 0.05; do "${lab.listed}" -c '${ADDRESS}'; done`)
    expect(await loop.line()).toBe('127.0.0.8')
    await driver.stop()
    expect(await loop.line()).toBe('127.0.0.8')
    driver = await begin()
    expect(await driver.readBack()).toEqual(LIST)
    expect(await driver.observe()).toMatchObject([{ id: 7, enforcement: 'linux-filter' }])
    await apply({ VirtualLoopbackPrograms: ['nothing'] })
    await until('the change', async () => (await loop.line()) === '127.0.0.1')
  })

  test('a session half attached shows as not in force, and is set right at the next start', async () => {
    await apply(LIST)
    const loop = start(7, 'bash', `while sleep 0.05; do "${lab.listed}" -c '${ADDRESS}'; done`)
    expect(await loop.line()).toBe('127.0.0.8')
    const pinned = join(lab.place.pins, readdirSync(lab.place.pins)[0] ?? '', 'programs', 'vf_bind4')
    const detach = ['cgroup', 'detach', lab.place.cgroupOf(7), 'bind4', 'pinned', pinned]
    expect(spawnSync('bpftool', detach).status).toBe(0)
    await until('the loss', async () => (await loop.line()) === '127.0.0.1')
    expect(await driver.readBack()).not.toHaveProperty('VirtualLoopbackSupport')
    await driver.stop()
    driver = await begin()
    await until('the repair', async () => (await loop.line()) === '127.0.0.8')
    expect(await driver.readBack()).toEqual(LIST)
  })

  test('without the pins the filter stays in force, and the next agent makes them anew', async () => {
    await apply(LIST)
    const loop = start(7, 'bash', `while sleep 0.05; do "${lab.listed}" -c '${ADDRESS}'; done`)
    await loop.line()
    await driver.stop()
    lab.place.removePins()
    expect(await loop.line()).toBe('127.0.0.8')
    driver = await begin()
    await apply({ VirtualLoopbackPrograms: ['nothing'] })
    await until('the change', async () => (await loop.line()) === '127.0.0.1')
  })
})

describe('restore', () => {
  test('takes the filter off sessions that run, which go on without it', async () => {
    await apply(LIST)
    const loop = start(7, 'bash', `while sleep 0.05; do "${lab.listed}" -c '${ADDRESS}'; done`)
    expect(await loop.line()).toBe('127.0.0.8')
    await driver.stop()
    expect(await outcome(lab.command('restore'))).toMatchObject({
      code: 0,
      out: 'no longer filtered: 1 session\n',
    })
    await until('the session to be as without us', async () => (await loop.line()) === '127.0.0.1')
    expect(existsSync(lab.place.pins)).toBe(false)
    await loop.end()
    expect(remains()).toEqual([])
    expect((await outcome(lab.command('restore'))).out).toBe('nothing of this host was changed\n')
    driver = await begin()
  })
})
