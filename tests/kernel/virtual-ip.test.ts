import { execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addVip, removeVip } from '~/agent/drivers/linux/filter/vip-address'
import type { PolicySettings } from '~/domain/policy-model'
import { background, freePort, Lab, type Running, requireKernel } from './support/lab'
import { type Network, openNetwork } from './support/network'
import { bind, client, server, udpClient } from './support/python'

let lab: Lab
let network: Network | null = null
const running: Running[] = []

beforeAll(async () => {
  lab = await Lab.open()
})
beforeEach(async (context) => {
  await requireKernel(context)
  network ??= openNetwork()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end()))
})
afterAll(async () => {
  await lab?.close()
  network?.close()
})

const net = (): Network => {
  if (!network) throw new Error('no network')
  return network
}
const vipOf = (id: number) => net().address(id)

const PER_PROGRAM: PolicySettings = {
  VirtualIpEnabled: true,
  VirtualIpMode: 'per-program',
  VirtualIpPrograms: ['crm'],
}
const BOTH: PolicySettings = {
  ...PER_PROGRAM,
  VirtualLoopbackSupport: true,
  VirtualLoopbackPrograms: ['crm'],
}

const files = new Map<string, string>()
function options(settings: PolicySettings, id: number | null): string[] {
  const text = JSON.stringify(settings)
  const file = files.get(text) ?? lab.policies(settings, `vip-${files.size}.json`)
  files.set(text, file)
  const policies = ['--policies', file]
  return id === null ? policies : [...policies, '--vip', vipOf(id)]
}
async function start(id: number, settings: PolicySettings, ...program: string[]): Promise<Running> {
  await lab.leave(id)
  const one = lab.start(id, options(settings, id), ...program)
  running.push(one)
  return one
}
const run = (
  id: number,
  settings: PolicySettings,
  program: string,
  script: string,
  vip: number | null = id,
) => lab.inside(id, options(settings, vip), program, '-c', script)

describe('a program with a virtual IP', () => {
  test.each([
    ['0.0.0.0', 'AF_INET', ''],
    ['::', 'AF_INET6', '::ffff:'],
    ['::ffff:0.0.0.0', 'AF_INET6', '::ffff:'],
  ])(
    'listens on %s in two sessions at once, and other machines reach each',
    async (address, family, mapped) => {
      const port = await freePort()
      const servers = await Promise.all(
        [7, 8].map((id) => start(id, PER_PROGRAM, lab.listed, '-c', server(port, address, family))),
      )
      expect(await Promise.all(servers.map((one) => one.line()))).toEqual([
        `${mapped}${vipOf(7)}`,
        `${mapped}${vipOf(8)}`,
      ])
      for (const id of [7, 8]) {
        const said = net().onRemote('python3', '-c', client(port, vipOf(id)))
        expect(said.trim()).toBe(
          `${id} ${mapped}${vipOf(id)} ${mapped}${net().remote} | ${net().remote} ${vipOf(id)}`,
        )
      }
    },
  )

  test('gets it for the address of the server too; other addresses are left alone', async () => {
    expect((await run(7, PER_PROGRAM, lab.listed, bind(net().host, 0))).out).toBe(`${vipOf(7)}\n`)
    expect((await run(7, PER_PROGRAM, lab.listed, bind(`::ffff:${net().host}`, 0, 'AF_INET6'))).out).toBe(
      `::ffff:${vipOf(7)}\n`,
    )
    expect((await run(7, PER_PROGRAM, lab.listed, bind('127.0.0.1', 0))).out).toBe('127.0.0.1\n')
    expect((await run(7, PER_PROGRAM, lab.unlisted, bind('0.0.0.0', 0))).out).toBe('0.0.0.0\n')
  })

  test('starts from it towards other machines, by TCP and UDP; an unlisted one from the server', async () => {
    const port = await freePort()
    const script = `
import socket
t = socket.socket(); t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); t.bind(("0.0.0.0", ${port})); t.listen()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("0.0.0.0", ${port}))
print("ready", flush=True)
import threading
def echo():
    while True:
        d, p = u.recvfrom(100); u.sendto(p[0].encode(), p)
threading.Thread(target=echo, daemon=True).start()
while True:
    c, p = t.accept(); c.sendall(p[0].encode()); c.close()
`
    const [program = '', ...args] = net().remoteCommand('python3', '-c', script)
    const remote = background(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }))
    running.push(remote)
    await remote.line()
    const told = async (name: string, text: string) =>
      (await run(7, PER_PROGRAM, name, text)).out.split(' ')[0]
    const mapped = client(port, `::ffff:${net().remote}`, 'AF_INET6')
    for (const text of [client(port, net().remote), mapped, udpClient(port, net().remote)]) {
      expect(await told(lab.listed, text)).toBe(vipOf(7))
      expect(await told(lab.unlisted, text)).toBe(net().host)
    }
  })
})

describe('per-session mode', () => {
  test('covers every program of the session', async () => {
    const settings: PolicySettings = { VirtualIpEnabled: true, VirtualIpMode: 'per-session' }
    expect((await run(7, settings, lab.unlisted, bind('0.0.0.0', 0))).out).toBe(`${vipOf(7)}\n`)
  })
})

describe('PreferLoopback', () => {
  test('sends servers of all addresses to the loopback, where local clients find them', async () => {
    const port = await freePort()
    const settings = { ...BOTH, PreferLoopback: true }
    const script = `
import subprocess, sys
s = subprocess.Popen([sys.executable, "-c", ${JSON.stringify(server(port, '0.0.0.0'))}], stdout=subprocess.PIPE, text=True)
print(s.stdout.readline().strip())
print(subprocess.run([sys.executable, "-c", ${JSON.stringify(client(port))}], stdout=subprocess.PIPE, text=True).stdout.strip(), flush=True)
s.kill()
`
    expect((await run(7, settings, lab.listed, script)).out).toBe(
      '127.0.0.8\n7 127.0.0.8 127.0.0.8 | 127.0.0.8 127.0.0.8\n',
    )
    expect((await run(7, BOTH, lab.listed, bind('0.0.0.0', 0))).out).toBe(`${vipOf(7)}\n`)
    const some = { ...settings, PreferLoopbackProcesses: ['another'] }
    expect((await run(7, some, lab.listed, bind('0.0.0.0', 0))).out).toBe(`${vipOf(7)}\n`)
  })
})

describe('without a virtual IP', () => {
  test('the server-address fallback uses the address of the server, never all addresses', async () => {
    const { out } = await run(7, PER_PROGRAM, lab.listed, bind('0.0.0.0', 0), null)
    expect(net().addresses()).toContain(out.trim())
    expect(out).not.toMatch(/^127\./)
  })

  test('the none fallback refuses to bind and to connect', async () => {
    const settings: PolicySettings = { ...PER_PROGRAM, VirtualIpFallback: 'none' }
    expect((await run(7, settings, lab.listed, bind('0.0.0.0', 0), null)).out).toMatch(/^(EACCES|EPERM)\n$/)
    const refused = await run(7, settings, lab.listed, client(9, net().remote), null)
    expect(refused.err).toMatch(/PermissionError/)
    expect((await run(7, settings, lab.unlisted, bind('0.0.0.0', 0), null)).out).toBe('0.0.0.0\n')
  })
})

describe('names in a launched session', () => {
  test('the host is known by the virtual IP of the session', async () => {
    const script = `
import socket
name = socket.gethostname()
print(socket.gethostbyname(name), {a[4][0] for a in socket.getaddrinfo(name, 80, socket.AF_INET)}, socket.gethostbyaddr("${vipOf(7)}")[0], socket.getnameinfo(("${vipOf(7)}", 80), 0)[0])
`
    const { out, err } = await run(7, PER_PROGRAM, lab.listed, script)
    expect(err).toBe('')
    expect(out.trim()).toBe(`${vipOf(7)} {'${vipOf(7)}'} ${hostname()} ${hostname()}`)
  })
})

describe('a virtual IP that comes late, changes and goes', () => {
  test('reaches the running session by one write: what it binds, what it is called, and where it is refused', async () => {
    const settings: PolicySettings = { ...PER_PROGRAM, VirtualIpFallback: 'none' }
    const script = `
import socket, sys
for line in sys.stdin:
    s = socket.socket()
    try: s.bind(("0.0.0.0", 0)); at = s.getsockname()[0]
    except OSError: at = "refused"
    names = {a[4][0] for a in socket.getaddrinfo(socket.gethostname(), 80, socket.AF_INET)}
    print(at, *names, flush=True)
`
    const asked = join(lab.directory, 'asked')
    execFileSync('mkfifo', [asked])
    const shell = ['sh', '-c', 'exec "$1" -c "$2" <> "$3"', 'sh', lab.listed, script, asked]
    await lab.leave(7)
    const one = lab.start(7, options(settings, null), ...shell)
    running.push(one)
    const ask = async () => {
      writeFileSync(asked, 'where\n')
      return one.line()
    }
    expect(await ask()).toMatch(/^refused /)
    const filter = lab.filter()
    const give = async (vip: string) => filter.setVip(7, vip, await addVip(vip))
    await give(vipOf(7))
    expect(await ask()).toBe(`${vipOf(7)} ${vipOf(7)}`)
    await give(vipOf(70))
    expect(await ask()).toBe(`${vipOf(70)} ${vipOf(70)}`)
    await filter.setVip(7, null)
    expect(await ask()).toMatch(/^refused /)
    for (const vip of [vipOf(7), vipOf(70)]) await removeVip(vip, net().device)
    await expect(filter.setVip(8, vipOf(8))).rejects.toThrow('session 8 is not filtered')
  })
})

describe('the address itself', () => {
  test('is put on the machine for the session and taken away after it', async () => {
    const one = await start(7, PER_PROGRAM, lab.listed, '-c', server(0, '0.0.0.0'))
    await one.line()
    expect(net().addresses()).toContain(vipOf(7))
    const taken = await lab.run(8, [...options(PER_PROGRAM, null), '--vip', vipOf(7)], 'true')
    expect(taken).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${vipOf(7)} is the virtual IP of session 7`),
    })
    expect(net().addresses()).toContain(vipOf(7))
    await one.end()
    expect(net().addresses()).not.toContain(vipOf(7))
  })

  test.each(['127.0.0.5', '::1', '224.0.0.1', '0.0.0.0', 'seven'])('%s is no virtual IP', async (address) => {
    const done = await lab.run(7, ['--vip', address], 'true')
    expect(done).toMatchObject({
      code: 2,
      err: expect.stringContaining('a virtual IP is an IPv4 address of one host'),
    })
  })
})
