import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Sesman } from '~/agent/drivers/linux/logons/xrdp'
import { until } from '~/tests/support/until'
import { eagerDriver } from './support/eager-driver'
import { background, freePort, Lab, requireKernel } from './support/lab'
import { lackingForXrdp, PEOPLE, RdpPeople } from './support/rdp-people'

/**
 * Two people log on over RDP to the real xrdp. Asked for by name, since it takes the better part of a minute:
 * XRDP=1 npm test -- --project kernel tests/kernel/xrdp
 */
const STAGE = new URL('./support/xrdp-stage.sh', import.meta.url).pathname
const A_MINUTE = 60_000

let lab: Lab
let folder: string
beforeAll(async () => {
  lab = await Lab.open()
  folder = mkdtempSync(join(tmpdir(), 'vipfarm-xrdp-'))
  chmodSync(folder, 0o755)
})
beforeEach(async (context) => {
  if (!process.env.XRDP) context.skip('it takes a minute and is run where XRDP=1 asks for it')
  const lacking = lackingForXrdp()
  if (lacking) context.skip(lacking)
  await requireKernel(context)
})
afterAll(async () => {
  await lab?.close()
  rmSync(folder, { recursive: true, force: true })
})

test(
  'people who log on over RDP are found, filtered and proved; a listed program serves one port for each of them',
  async () => {
    const people = new RdpPeople(folder, { crm: lab.listed, other: lab.unlisted })
    const ports = await Promise.all([freePort(), freePort()])
    const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
    const stage = background(
      spawn('unshare', [...namespaces, 'sh', STAGE, folder, ...ports.map(String), ...PEOPLE], {
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
    expect(await stage.line()).toBe('ready')
    const namespace = readlinkSync(`/proc/${stage.child.pid}/ns/pid_for_children`)
    const driver = await eagerDriver(lab.state, [new Sesman('/proc', join(folder, 'passwd'), namespace)])
    try {
      const sessions = await until(
        'both sessions and their proofs',
        async () => {
          const seen = await driver.observe()
          return seen.length === 2 && seen.every(({ reach }) => reach?.proof) ? seen : null
        },
        A_MINUTE,
      )
      const byUser = [...sessions].sort((one, other) => (one.user < other.user ? -1 : 1))
      expect(
        byUser.map(({ user, protocol, enforcement, reach }) => [
          user,
          protocol,
          enforcement,
          reach?.proof?.ok,
        ]),
      ).toEqual(PEOPLE.map((user) => [user, 'xrdp', 'linux-filter', true]))
      const loopbacks = byUser.map(({ id }) => `127.0.0.${id + 1}`)
      expect(await people.serveAll(await freePort())).toEqual(RdpPeople.wanted(loopbacks))
      await people.logOff()
      await until('the end of both', async () => (await driver.observe()).length === 0, A_MINUTE)
      expect([lab.place.cgroup, lab.place.pins].filter(existsSync)).toEqual([])
    } finally {
      // `unshare` minds nothing less, and takes its namespace with it.
      stage.child.kill('SIGKILL')
      await once(stage.child, 'exit')
      await driver.stop()
    }
  },
  3 * A_MINUTE,
)
