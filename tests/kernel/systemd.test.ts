import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { loopbackOf } from '~/domain/address'
import { until } from '~/tests/support/until'
import { Lab, requireKernel } from './support/lab'
import { lackingForXrdp, PEOPLE, RdpPeople } from './support/rdp-people'
import { lackingForSystemd, SystemdMachine } from './support/systemd-machine'

/**
 * Logons through pam_systemd to the real logind below the real systemd: of services, and of people over RDP to the real
 * xrdp. Asked for by name, since each boots a machine: SYSTEMD=1 npm test -- --project kernel tests/kernel/systemd
 */
const A_MINUTE = 60_000
const LOGONS = ['vfana', 'vfeva', 'vfeva-again']

let lab: Lab
let machine: SystemdMachine | null = null

beforeAll(async () => {
  if (process.env.SYSTEMD) lab = await Lab.open()
})
beforeEach(async (context) => {
  if (!process.env.SYSTEMD) context.skip('it boots a machine and is run where SYSTEMD=1 asks for it')
  const lacking = lackingForSystemd()
  if (lacking) context.skip(lacking)
  await requireKernel(context)
  machine = await SystemdMachine.make(lab)
})
afterEach(async () => {
  await machine?.close()
  machine = null
})
afterAll(() => lab?.close())

/** Serves one port from the moment when it is the session's, says where, and goes on until somebody lets it log off. */
const SERVE = `
import os, socket, sys, time
at, off = sys.argv[1:]
def wait():
    if os.path.exists(off): os._exit(0)
    time.sleep(0.05)
while True:
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("127.0.0.1", 9000))
        s.listen()
    except OSError:
        pass
    else:
        # A socket that was made before the session was found keeps the host's.
        if s.getsockname()[0] != "127.0.0.1": break
    s.close()
    wait()
open(at, "w").write(s.getsockname()[0])
while True: wait()
`

const loopOf = (id: number) => {
  const loop = loopbackOf(id)
  return loop.ok ? loop.value : ''
}

test(
  'sessions of the real logind are filtered in their slice or scope, each with the port of its own, and go at logoff',
  async () => {
    const stage = machine as SystemdMachine
    stage.put(lab.listed, 'crm')
    stage.write('serve.py', SERVE)
    await mkdir(join(stage.folder, 'at'))
    chmodSync(join(stage.folder, 'at'), 0o777)
    await stage.start('systemd-stage.sh', ['vfana', 'vfeva', 'vfeva'])
    const { seen, loopbacks } = await stage.looked('three sessions', (look) => look.seen.length === 3)
    expect(seen.map(({ user }) => user).sort()).toEqual(['vfana', 'vfeva', 'vfeva'])
    for (const { user, enforcement, uncovered } of seen) {
      expect(enforcement).toBe('linux-filter')
      expect(uncovered).toEqual(user === 'vfeva' ? ['user-manager'] : [])
    }
    const own = seen.map(({ id }) => loopOf(id)).sort()
    const served = await until(
      'a listed program in each of them to serve the port',
      () => {
        const files = LOGONS.map((name) => join(stage.folder, 'at', name)).filter(existsSync)
        const told = files.map((file) => readFileSync(file, 'utf8')).filter((address) => address !== '')
        return told.length === LOGONS.length ? told.sort() : null
      },
      A_MINUTE,
    )
    expect(served).toEqual(own)
    // Where the kernel has no adapter for it there is none.
    if (loopbacks.length > 0) expect(loopbacks.sort()).toEqual(own)

    const logOff = (name: string) => stage.write(`off-${name}`, '')
    logOff('vfana')
    logOff('vfeva-again')
    const left = await stage.looked(
      'the last session to have the slice for itself',
      (look) => look.seen.length === 1 && look.seen[0]?.uncovered.length === 0,
    )
    expect(left.seen.map(({ user, enforcement }) => [user, enforcement])).toEqual([['vfeva', 'linux-filter']])
    logOff('vfeva')
    await stage.looked('its end', (look) => look.seen.length === 0 && look.loopbacks.length === 0)
  },
  3 * A_MINUTE,
)

test(
  'people who log on over RDP, through PAM and the real logind, have one session each; a listed program serves one port for each of them',
  async (context) => {
    const lacking = lackingForXrdp()
    if (lacking) context.skip(lacking)
    const stage = machine as SystemdMachine
    const programs = { crm: stage.put(lab.listed, 'crm'), other: stage.put(lab.unlisted, 'other') }
    const people = new RdpPeople(stage.folder, programs)
    stage.put(new URL('./support/xrdp.sh', import.meta.url).pathname, 'xrdp.sh')
    await stage.start('systemd-xrdp-stage.sh', PEOPLE)
    const { seen } = await stage.looked(
      'both sessions and their proofs',
      (look) => look.seen.length === 2 && look.seen.every(({ proved }) => proved),
    )
    const byUser = [...seen].sort((one, other) => (one.user < other.user ? -1 : 1))
    expect(byUser.map(({ user, enforcement, uncovered }) => [user, enforcement, uncovered])).toEqual(
      PEOPLE.map((user) => [user, 'linux-filter', []]),
    )
    expect(await people.serveAll(9000)).toEqual(RdpPeople.wanted(byUser.map(({ id }) => loopOf(id))))
    await people.logOff()
    await stage.looked('their end', (look) => look.seen.length === 0 && look.loopbacks.length === 0)
  },
  3 * A_MINUTE,
)
