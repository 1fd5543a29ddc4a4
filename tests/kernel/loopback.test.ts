import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freePort, Lab, requireKernel } from './support/lab'
import { bind, client, server, udpClient, udpServer } from './support/python'

let lab: Lab
let options: string[]
const servers: number[] = []

beforeAll(async () => {
  lab = await Lab.open()
  const settings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] }
  options = ['--policies', lab.policies(settings)]
})
beforeEach(requireKernel)
afterEach(() => {
  for (const pid of servers.splice(0)) process.kill(pid)
})
afterAll(() => lab?.close())

const ask = async (
  id: number,
  program: string,
  script: string,
  given = options,
  args: readonly string[] = [],
) => {
  const done = await lab.inside(id, given, program, '-c', script, ...args)
  expect(done.err).toBe('')
  return done.out.trim()
}

/** A server that goes on in the session until the test ends. Gives back where it listens. */
async function serve(id: number, program: string, script: string, given = options): Promise<string> {
  const begin = `
import subprocess, sys
s = subprocess.Popen([sys.executable, "-c", ${JSON.stringify(script)}], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
print(s.stdout.readline().strip(), s.pid)`
  const [address = '', pid] = (await ask(id, program, begin, given)).split(' ')
  servers.push(Number(pid))
  return address
}

describe('a listed program of two sessions at once', () => {
  test.each([
    ['127.0.0.1', 'AF_INET', ''],
    ['::1', 'AF_INET6', '::ffff:'],
    ['::ffff:127.0.0.1', 'AF_INET6', '::ffff:'],
  ])(
    'listens on one port of %s twice, and each client reaches its own server',
    async (address, family, mapped) => {
      const port = await freePort()
      for (const id of [7, 8]) {
        const own = `${mapped}127.0.0.${id + 1}`
        expect(await serve(id, lab.listed, server(port, address, family))).toBe(own)
      }
      for (const id of [7, 8]) {
        const own = `${mapped}127.0.0.${id + 1}`
        expect(await ask(id, lab.listed, client(port, address, family))).toBe(
          `${id} ${own} ${own} | ${own} ${own}`,
        )
      }
    },
  )

  test('gets and answers datagrams of its own session, sent without connecting', async () => {
    const port = await freePort()
    for (const id of [7, 8]) expect(await serve(id, lab.listed, udpServer(port))).toBe(`127.0.0.${id + 1}`)
    for (const id of [7, 8])
      expect(await ask(id, lab.listed, udpClient(port))).toBe(`${id} 127.0.0.${id + 1} | 127.0.0.${id + 1}`)
  })
})

describe('a program that is not listed', () => {
  test('is not touched: the second one fails exactly as without us', async () => {
    const port = await freePort()
    expect(await serve(7, lab.unlisted, server(port))).toBe('127.0.0.1')
    expect(await ask(8, lab.unlisted, bind('127.0.0.1', port))).toBe('EADDRINUSE')
    expect(await ask(8, lab.listed, bind('127.0.0.1', port))).toBe('127.0.0.9')
    expect(await ask(8, lab.unlisted, client(port))).toBe('7 127.0.0.1 127.0.0.1 | 127.0.0.1 127.0.0.1')
  })
})

describe('addresses that virtual loopback leaves alone', () => {
  test.each([
    ['0.0.0.0', 'AF_INET'],
    ['127.0.0.77', 'AF_INET'],
    ['::', 'AF_INET6'],
  ])('%s stays as it is', async (address, family) => {
    expect(await ask(7, lab.listed, bind(address, 0, family))).toBe(address)
  })

  test('an IPv6-only socket cannot have ::1, which would be the loopback of every session', async () => {
    const only = 's.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)'
    expect(await ask(7, lab.listed, bind('::1', 0, 'AF_INET6', only))).toBe('EADDRNOTAVAIL')
    expect(await ask(7, lab.unlisted, bind('::1', 0, 'AF_INET6', only))).toBe('::1')
  })

  test('excluded ports are left alone, others are not', async () => {
    const [open, excluded] = [await freePort(), await freePort()]
    const settings = {
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['crm'],
      VirtualLoopbackPortExclusion: [excluded],
    }
    const policies = ['--policies', lab.policies(settings, 'ports.json')]
    expect(await ask(7, lab.listed, bind('127.0.0.1', excluded), policies)).toBe('127.0.0.1')
    expect(await ask(7, lab.listed, bind('127.0.0.1', open), policies)).toBe('127.0.0.8')
    await serve(8, lab.unlisted, server(excluded))
    expect(await ask(7, lab.listed, client(excluded), policies)).toBe(
      '8 127.0.0.1 127.0.0.1 | 127.0.0.1 127.0.0.1',
    )
  })
})

describe('which program it is', () => {
  test('is told by the file that runs: neither another argv[0] nor a link nor deleting it changes that', async () => {
    const script = bind('127.0.0.1', 0)
    const shell = (text: string) => lab.inside(7, options, 'bash', '-c', text, 'bash', lab.listed, script)
    expect((await shell('exec -a other "$1" -c "$2"')).out).toBe('127.0.0.8\n')
    expect((await shell(`ln -sf "$1" ${lab.directory}/link; ${lab.directory}/link -c "$2"`)).out).toBe(
      '127.0.0.8\n',
    )
    const deleted = `import os; os.unlink("${lab.program('crm')}")\n${script}`
    expect((await lab.inside(7, options, lab.listed, '-c', deleted)).out).toBe('127.0.0.8\n')
    lab.program('crm')
  })

  test('is asked anew when a process runs another file, and holds for all its threads', async () => {
    const twice = `
import os, socket, sys, threading
def bind():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[0], end=" ", flush=True)
for _ in range(2):
    bind()
    t = threading.Thread(target=bind); t.start(); t.join()
if len(sys.argv) > 2: os.execv(sys.argv[2], [sys.argv[2], "-c", sys.argv[1], sys.argv[1], *sys.argv[3:]])`
    const rest = [lab.unlisted, lab.listed, lab.unlisted]
    const four = (address: string) => Array(4).fill(address).join(' ')
    expect(await ask(7, lab.listed, twice, options, [twice, ...rest])).toBe(
      ['127.0.0.8', '127.0.0.1', '127.0.0.8', '127.0.0.1'].map(four).join(' '),
    )
  })

  test('a path lists that very file under any name, and no other file of its name', async () => {
    const policies = lab.policies(
      { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: [lab.unlisted] },
      'paths.json',
    )
    const script = bind('127.0.0.1', 0)
    const run = (...command: string[]) => lab.inside(7, ['--policies', policies], ...command)
    expect((await run(lab.unlisted, '-c', script)).out).toBe('127.0.0.8\n')
    expect((await run(lab.listed, '-c', script)).out).toBe('127.0.0.1\n')
    const renamed = `ln -f "$1" "$1-renamed" && "$1-renamed" -c "$2"; rm -f "$1-renamed"`
    expect((await run('bash', '-c', renamed, 'bash', lab.unlisted, script)).out).toBe('127.0.0.8\n')
    const copied = `mkdir -p "$1.d" && cp "$1" "$1.d/other" && "$1.d/other" -c "$2"`
    expect((await run('bash', '-c', copied, 'bash', lab.unlisted, script)).out).toBe('127.0.0.1\n')
  })

  test('a name that is a symbolic link covers the program that it leads to, with a warning', async () => {
    const policies = lab.policies(
      { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['python3'] },
      'link.json',
    )
    await lab.leave(7)
    const done = await lab.run(7, ['--policies', policies], 'python3', '-c', bind('127.0.0.1', 0))
    expect(done.out).toBe('127.0.0.8\n')
    expect(done.err).toMatch(/python3 is a symbolic link here: the program that runs is python3\.\d+/)
  })
})

describe('masking', () => {
  test('a masked program keeps seeing 127.0.0.1 everywhere, whatever it uses', async () => {
    const settings = {
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['crm', 'other'],
      LoopbackMasking: ['crm'],
    }
    const policies = ['--policies', lab.policies(settings, 'masking.json')]
    const script = `
import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
c = socket.socket(); c.connect(s.getsockname())
a, peer = s.accept()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1", 0))
v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); v.sendto(b"x", u.getsockname())
print(*{x[0] for x in (s.getsockname(), c.getsockname(), c.getpeername(), a.getsockname(), peer, u.getsockname(), u.recvfrom(1)[1])})
`
    expect(await ask(7, lab.listed, script, policies)).toBe('127.0.0.1')
    expect(await ask(7, lab.unlisted, script, policies)).toBe('127.0.0.8')
  })
})
