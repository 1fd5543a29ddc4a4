import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { cgroupMount, insideCgroup, makeCgroup, removeCgroup } from '~/agent/drivers/linux/filter/cgroup'
import { BUILD_FILE, OBJECT_FILE, SLOW_OBJECT_FILE } from '~/agent/drivers/linux/filter/filter-object'
import { loopbackOf } from '~/domain/address'
import { bundled } from '~/tests/agent/support/build'
import { until } from '~/tests/support/until'
import { Lab, requireKernel } from './support/lab'

/**
 * Logons through pam_systemd to the real logind below the real systemd. Asked for by name, since it boots a machine:
 * SYSTEMD=1 npm test -- --project kernel tests/kernel/systemd
 */
const NEEDED = [
  '/lib/systemd/systemd',
  '/lib/systemd/systemd-logind',
  '/usr/bin/dbus-daemon',
  '/usr/sbin/useradd',
]
const STAGE = new URL('./support/systemd-stage.sh', import.meta.url).pathname
const A_MINUTE = 60_000
const LOGONS = ['vfana', 'vfeva', 'vfeva-again']

let lab: Lab | null = null
let machine: ChildProcess | null = null
let group: string | null = null

beforeEach(async (context) => {
  if (!process.env.SYSTEMD) context.skip('it boots a machine and is run where SYSTEMD=1 asks for it')
  const pam = readFileSync('/etc/pam.d/common-session', 'utf8')
  const lacking =
    NEEDED.find((path) => !existsSync(path)) ?? (pam.includes('pam_systemd') ? null : 'pam_systemd')
  if (lacking) context.skip(`${lacking} is missing: apt-get install systemd dbus libpam-systemd`)
  await requireKernel(context)
})
afterAll(async () => {
  machine?.kill('SIGKILL')
  if (machine) await once(machine, 'close')
  const made = group
  if (made) await until('the machine to be gone', () => removeCgroup(made))
  await lab?.close()
})

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

interface Look {
  seen: {
    id: number
    user: string
    enforcement: string
    uncovered: string[]
  }[]
  loopbacks: string[]
}

const loopOf = (id: number) => {
  const loop = loopbackOf(id)
  return loop.ok ? loop.value : ''
}

test(
  'sessions of the real logind are filtered in their slice or scope, each with the port of its own, and go at logoff',
  async () => {
    lab = await Lab.open()
    const folder = mkdtempSync(join(tmpdir(), 'vipfarm-systemd-'))
    chmodSync(folder, 0o755)
    copyFileSync(lab.listed, join(folder, 'crm'))
    writeFileSync(join(folder, 'serve.py'), SERVE)
    await mkdir(join(folder, 'agent'))
    await mkdir(join(folder, 'at'))
    chmodSync(join(folder, 'at'), 0o777)
    const driver = await bundled('tests/kernel/support/systemd-driver.ts', lab.directory)
    copyFileSync(driver, join(folder, 'agent/driver.mjs'))
    for (const file of [OBJECT_FILE, SLOW_OBJECT_FILE, BUILD_FILE])
      copyFileSync(join(dirname(lab.agent), file), join(folder, 'agent', file))
    const mount = cgroupMount() ?? ''
    const place = join(mount, `vipfarm-test-systemd-${process.pid}`)
    group = place
    await makeCgroup(place)
    const namespaces = ['--pid', '--fork', '--kill-child', '--mount', '--cgroup', '--uts', '--ipc', '--net']
    const command = [...namespaces, 'sh', STAGE, folder, process.execPath, 'vfana', 'vfeva', 'vfeva']
    machine = insideCgroup(place, mount, () => spawn('unshare', command, { stdio: 'ignore' }))

    const looked = (what: string, is: (look: Look) => boolean) =>
      until(
        what,
        () => {
          if (!existsSync(join(folder, 'seen'))) return null
          const lines = readFileSync(join(folder, 'seen'), 'utf8').trim().split('\n')
          const look = JSON.parse(lines.at(-1) ?? 'null') as Look
          return is(look) ? look : null
        },
        A_MINUTE,
      )
    const { seen, loopbacks } = await looked('three sessions', (look) => look.seen.length === 3)
    expect(seen.map(({ user }) => user).sort()).toEqual(['vfana', 'vfeva', 'vfeva'])
    for (const { user, enforcement, uncovered } of seen) {
      expect(enforcement).toBe('linux-filter')
      expect(uncovered).toEqual(user === 'vfeva' ? ['user-manager'] : [])
    }
    const own = seen.map(({ id }) => loopOf(id)).sort()
    const served = await until(
      'a listed program in each of them to serve the port',
      () => {
        const files = LOGONS.map((name) => join(folder, 'at', name)).filter(existsSync)
        const told = files.map((file) => readFileSync(file, 'utf8')).filter((address) => address !== '')
        return told.length === LOGONS.length ? told.sort() : null
      },
      A_MINUTE,
    )
    expect(served).toEqual(own)
    // Where the kernel has no adapter for it there is none.
    if (loopbacks.length > 0) expect(loopbacks.sort()).toEqual(own)

    const logOff = (name: string) => writeFileSync(join(folder, `off-${name}`), '')
    logOff('vfana')
    logOff('vfeva-again')
    const left = await looked(
      'the last session to have the slice for itself',
      (look) => look.seen.length === 1 && look.seen[0]?.uncovered.length === 0,
    )
    expect(left.seen.map(({ user, enforcement }) => [user, enforcement])).toEqual([['vfeva', 'linux-filter']])
    logOff('vfeva')
    await looked('its end', (look) => look.seen.length === 0 && look.loopbacks.length === 0)
    rmSync(folder, { recursive: true, force: true })
  },
  3 * A_MINUTE,
)
