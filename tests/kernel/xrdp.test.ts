import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Sesman } from '~/agent/drivers/linux/logons/xrdp'
import { until } from '~/tests/support/until'
import { eagerDriver } from './support/eager-driver'
import { background, freePort, Lab, requireKernel } from './support/lab'

/**
 * Two people log on over RDP to the real xrdp. Asked for by name, since it takes the better part of a minute:
 * XRDP=1 npm test -- --project kernel tests/kernel/xrdp
 */
const NEEDED = [
  '/usr/sbin/xrdp',
  '/usr/lib/xorg/modules/drivers/xrdpdev_drv.so',
  '/usr/bin/xfreerdp',
  '/usr/bin/Xvfb',
]
const STAGE = new URL('./support/xrdp-stage.sh', import.meta.url).pathname
const USERS = ['ana', 'bruno'] as const
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
  const lacking = NEEDED.find((path) => !existsSync(path))
  if (lacking) context.skip(`${lacking} is missing: apt-get install xrdp xorgxrdp freerdp2-x11 xvfb openssl`)
  await requireKernel(context)
})
afterAll(async () => {
  await lab?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Serves the port it is told with its user's name, and says where, and whom a client of the same session reaches. */
const DESKTOP_PROGRAM = `
import errno, os, socket, subprocess, sys, threading
name, user, home = sys.argv[1], os.environ["USER"], os.environ["HOME"]
CLIENT = "import socket, sys; print(socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5).recv(100).decode())"
heard = open(os.path.join(home, "heard-" + name), "w", buffering=1)
def serve(server):
    while True:
        client, _ = server.accept()
        client.sendall(user.encode())
        client.close()
for line in open(os.path.join(home, "say-" + name), "r+b", buffering=0):
    if int(line) == 0:
        os._exit(0)
    try:
        server = socket.create_server(("127.0.0.1", int(line)))
    except OSError as error:
        heard.write(errno.errorcode[error.errno] + "\\n")
        continue
    threading.Thread(target=serve, args=(server,), daemon=True).start()
    reached = subprocess.run([sys.executable, "-c", CLIENT, line.decode()], capture_output=True, text=True)
    heard.write("%s reaches %s\\n" % (server.getsockname()[0], reached.stdout.strip() or reached.stderr))
`

type Program = 'crm' | 'other'

const tell = (user: string, program: Program, port: number) =>
  writeFile(join(folder, user, `say-${program}`), `${port}\n`)

/** What comes of serving the port, which goes on until the session ends. */
async function serve(user: string, program: Program, port: number): Promise<string> {
  await tell(user, program, port)
  const heard = join(folder, user, `heard-${program}`)
  return until(`what ${program} of ${user} says`, () => /^(.+)\n$/.exec(readFileSync(heard, 'utf8'))?.[1])
}

test(
  'people who log on over RDP are found, filtered and proved; a listed program serves one port for each of them',
  async () => {
    const script = join(folder, 'desktop.py')
    writeFileSync(script, DESKTOP_PROGRAM)
    const desktop = join(folder, 'desktop')
    // The desktop ends, and with it the session, when somebody says so.
    writeFileSync(
      desktop,
      `#!/bin/sh\n'${lab.unlisted}' '${script}' other &\n'${lab.listed}' '${script}' crm &\nwait\n`,
    )
    chmodSync(desktop, 0o755)
    const ports = await Promise.all([freePort(), freePort()])
    const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
    const stage = background(
      spawn('unshare', [...namespaces, 'sh', STAGE, folder, ...ports.map(String), ...USERS], {
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
    const driver = await eagerDriver(lab.state, [new Sesman('/proc', join(folder, 'passwd'))])
    try {
      expect(await stage.line()).toBe('ready')
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
      ).toEqual(USERS.map((user) => [user, 'xrdp', 'linux-filter', true]))
      const loopbacks = byUser.map(({ id }) => `127.0.0.${id + 1}`)
      const port = await freePort()
      const heard: string[] = []
      for (const program of ['crm', 'other'] as const)
        for (const user of USERS) heard.push(await serve(user, program, port))
      expect(heard).toEqual([
        ...USERS.map((user, at) => `${loopbacks[at]} reaches ${user}`),
        '127.0.0.1 reaches ana',
        'EADDRINUSE',
      ])
      for (const program of ['crm', 'other'] as const) for (const user of USERS) await tell(user, program, 0)
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
