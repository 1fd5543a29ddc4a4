import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PolicySettings } from '~/domain/policy-model'
import { projectRoot } from '~/server/project-root'
import { Lab, requireKernel } from './support/lab'

let lab: Lab
let options: string[]
const VIP = '10.98.76.7'
const SETTINGS: PolicySettings = {
  VirtualLoopbackSupport: true,
  VirtualLoopbackPrograms: ['crm'],
  VirtualIpEnabled: true,
  VirtualIpMode: 'per-program',
  VirtualIpPrograms: ['crm'],
}

beforeAll(async () => {
  lab = await Lab.open()
  options = ['--policies', lab.policies(SETTINGS), '--vip', VIP]
})
beforeEach(requireKernel)
afterAll(() => lab?.close())

const PAIR = `
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
c = socket.socket(); c.connect(("127.0.0.1", s.getsockname()[1]))
a, peer = s.accept()`
const DATAGRAMS = `
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); s.settimeout(5)
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
goal = ("127.0.0.1", s.getsockname()[1])`

/** Winsock's name of each call that the feature changes on Windows, and what its Linux counterpart gives in session 7. */
const CALLS: [winsock: string, script: string, result: string][] = [
  ['bind', 's = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[0])', '127.0.0.8'],
  [
    'closesocket',
    `
s = socket.socket(); s.bind(("127.0.0.1", 0)); port = s.getsockname()[1]; s.close()
again = socket.socket(); again.bind(("127.0.0.1", port)); print(again.getsockname() == ("127.0.0.8", port))`,
    'True',
  ],
  ['connect', `${PAIR}\nprint(c.getsockname()[0], c.getpeername()[0])`, '127.0.0.8 127.0.0.8'],
  [
    'WSAConnect',
    `${DATAGRAMS}\nc.connect(goal); c.send(b"x"); print(c.getsockname()[0], s.recvfrom(1)[1][0])`,
    '127.0.0.8 127.0.0.8',
  ],
  ['WSAAccept', `${PAIR}\nprint(peer[0], a.getsockname()[0])`, '127.0.0.8 127.0.0.8'],
  ['getpeername', `${PAIR}\nprint(c.getpeername()[0], a.getpeername()[0])`, '127.0.0.8 127.0.0.8'],
  ['getsockname', 's = socket.socket(); s.bind(("0.0.0.0", 0)); print(s.getsockname()[0])', VIP],
  ['sendto', `${DATAGRAMS}\nc.sendto(b"x", goal); print(s.recvfrom(1)[1][0])`, '127.0.0.8'],
  ['WSASendTo', `${DATAGRAMS}\nc.sendmsg([b"x"], [], 0, goal); print(s.recvfrom(1)[1][0])`, '127.0.0.8'],
  [
    'WSASocketW',
    `
import os, multiprocessing.reduction as reduction
one, other = socket.socketpair()
made = socket.socket()
pid = os.fork()
if pid == 0:
    reduction.send_handle(one, made.fileno(), os.getppid()); os._exit(0)
given = socket.socket(fileno=reduction.recv_handle(other)); given.bind(("127.0.0.1", 0)); print(given.getsockname()[0])`,
    '127.0.0.8',
  ],
  ['gethostbyaddr', `print(socket.gethostbyaddr("${VIP}")[0])`, hostname()],
  ['getnameinfo', `print(socket.getnameinfo(("${VIP}", 9), 0)[0])`, hostname()],
  [
    'getaddrinfo',
    'print(*{x[4][0] for x in socket.getaddrinfo(socket.gethostname(), 9, socket.AF_INET)})',
    VIP,
  ],
]

test.each(CALLS)('%s', async (_winsock, script, result) => {
  const done = await lab.inside(7, options, lab.listed, '-c', `import socket\n${script}`)
  expect(done).toEqual({ code: 0, out: `${result}\n`, err: '' })
})

test('docs/linux-calls.md has a row for each of them', () => {
  const text = readFileSync(join(projectRoot(), 'docs/linux-calls.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  expect(rows).toEqual(CALLS.map(([winsock]) => winsock))
})
