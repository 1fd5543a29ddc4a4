import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findBpftool } from '~/agent/drivers/linux/filter/bpftool'
import { SHIM_BUILD_FILE } from '~/agent/drivers/linux/shim/shim-library'
import type { PolicySettings } from '~/domain/policy-model'
import { projectRoot } from '~/server/project-root'
import { bundled } from '~/tests/agent/support/build'
import { requirement } from '~/tests/support/requirement'
import { background, freePort, Lab, outcome, type Running } from './support/lab'
import { bind, server } from './support/python'

/** The compatibility library, as launched sessions get it on a machine without bpftool. */

let lab: Lab
let directory: string
const running: Running[] = []
const isRoot = process.getuid?.() === 0

beforeAll(async () => {
  lab = await Lab.open()
  directory = mkdtempSync(join(tmpdir(), 'vipfarm-shim-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end()))
})
afterAll(async () => {
  await lab?.close()
  rmSync(directory, { recursive: true, force: true })
})

let files = 0
function session(id: number, settings: PolicySettings, program: string[], ...more: string[]) {
  const policies = lab.policies(settings, `shim-${++files}.json`)
  return launched(id, ['--policies', policies, ...more], program)
}

const launched = (id: number, options: string[], program: string[]) =>
  withoutBpftool(
    lab.agent,
    'session',
    'run',
    '--session',
    String(id),
    '--user',
    'ana',
    ...options,
    '--',
    ...program,
  )

/** Runs Node where there is no bpftool. Its mounts end with it, and nobody else sees them. */
const withoutBpftool = (...args: string[]) =>
  lab.spawnTold('unshare', '--mount', 'sh', '-c', hidden(), 'sh', process.execPath, ...args)

function hidden(): string {
  const bpftool = findBpftool()
  return bpftool === null ? 'exec "$@"' : `mount --bind /dev/null ${bpftool} && exec "$@"`
}

const LOOP: PolicySettings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] }
const EVERYTHING = `
import socket
def pair(family, at):
    s = socket.socket(family); s.bind((at, 0)); s.listen()
    c = socket.socket(family); c.connect((at, s.getsockname()[1]))
    a, peer = s.accept()
    return [s.getsockname()[0], c.getsockname()[0], c.getpeername()[0], peer[0]]
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1", 0))
goal = ("127.0.0.1", u.getsockname()[1])
def datagram(send):
    v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); send(v); return u.recvfrom(1)[1][0]
print(*{*pair(socket.AF_INET, "127.0.0.1"), datagram(lambda v: v.sendto(b"x", goal)), datagram(lambda v: v.sendmsg([b"x"], [], 0, goal))})
print(*set(pair(socket.AF_INET6, "::1")))
`

test('two sessions share a port, each call of a listed program gets its session, and no other program is touched', async (context) => {
  if (!isRoot) context.skip('bpftool is hidden by a mount, which takes root')
  const port = await freePort()
  const started = [7, 8].map((id) => background(session(id, LOOP, [lab.listed, '-c', server(port)])))
  running.push(...started)
  expect(await Promise.all(started.map((one) => one.line()))).toEqual(['127.0.0.8', '127.0.0.9'])
  const all = await outcome(session(9, LOOP, [lab.listed, '-c', EVERYTHING]))
  expect(all).toMatchObject({ code: 0, out: '127.0.0.10\n::ffff:127.0.0.10\n' })
  expect(all.err).toContain('compatibility, not enforcement')
  expect((await outcome(session(9, LOOP, [lab.unlisted, '-c', EVERYTHING]))).out).toBe('127.0.0.1\n::1\n')
  const masked = { ...LOOP, LoopbackMasking: ['crm'] }
  expect((await outcome(session(9, masked, [lab.listed, '-c', EVERYTHING]))).out).toBe(
    '127.0.0.1\n::ffff:127.0.0.1\n',
  )
})

test('a virtual IP is bound, known by name, and refused where it is required and missing', async (context) => {
  if (!isRoot) context.skip('putting an address on the machine takes root')
  const settings: PolicySettings = {
    VirtualIpEnabled: true,
    VirtualIpMode: 'per-session',
    VirtualIpFallback: 'none',
  }
  const script = `
import socket
s = socket.socket()
try: s.bind(("0.0.0.0", 0)); print(s.getsockname()[0])
except OSError as error: print(error.strerror)
name = socket.gethostname()
print(*{a[4][0] for a in socket.getaddrinfo(name, 80, socket.AF_INET)}, socket.gethostbyname(name))
for call in (lambda: socket.gethostbyaddr("10.98.76.9")[0], lambda: socket.getnameinfo(("10.98.76.9", 80), 0)[0]):
    try: print(call())
    except OSError: print("unknown")
`
  const program = [lab.unlisted, '-c', script]
  const given = await outcome(session(9, settings, program, '--vip', '10.98.76.9'))
  expect(given.out.split('\n').slice(0, 4)).toEqual([
    '10.98.76.9',
    '10.98.76.9 10.98.76.9',
    hostname(),
    hostname(),
  ])
  expect((await outcome(session(9, settings, program))).out).toMatch(/^Permission denied\n/)
})

test('an agent that runs serves launched sessions with the library, says so, and its changes are for sessions that begin', async (context) => {
  if (!isRoot) context.skip('bpftool is hidden by a mount, which takes root')
  const stage = await bundled('tests/kernel/support/driver-stage.ts', dirname(lab.agent))
  const child = withoutBpftool(stage, lab.state)
  const agent = background(child)
  running.push(agent)
  const tell = async (what: object) => {
    child.stdin?.write(`${JSON.stringify(what)}\n`)
    return JSON.parse(await agent.line())
  }
  expect(await tell({ apply: LOOP })).toEqual({
    values: LOOP,
    inForce: {
      name: 'preload',
      code: 'no-bpftool',
      reason: expect.any(String),
      mend: expect.stringContaining('bpftool'),
    },
    can: true,
    sessions: [],
  })
  const one = background(launched(7, [], [lab.listed, '-c', server(0)]))
  running.push(one)
  expect(await one.line()).toBe('127.0.0.8')
  const seen = { enforcement: 'linux-shim', reach: { uncovered: ['static-programs'] } }
  expect((await tell({})).sessions).toEqual([{ id: 7, ...seen, addresses: ['127.0.0.8'] }])
  const changed = { ...LOOP, VirtualLoopbackPrograms: ['another'] }
  expect(await tell({ apply: changed })).toMatchObject({ values: changed, sessions: [{ id: 7, ...seen }] })
  const other = await outcome(launched(8, [], [lab.listed, '-c', bind('127.0.0.1', 0)]))
  expect(other).toMatchObject({ code: 0, out: '127.0.0.1\n' })
})

test('compiling the source again gives the same libraries with the recorded compilers', (context) => {
  const made = (name: string) => spawnSync(name, ['--version']).status === 0
  const lacking = ['x86_64-linux-gnu-gcc', 'aarch64-linux-gnu-gcc'].filter((name) => !made(name))
  const mend = 'apt-get install gcc gcc-aarch64-linux-gnu libc6-dev libc6-dev-arm64-cross'
  requirement(context, 'bpf', lacking.length === 0 ? null : `${lacking.join(', ')} missing: ${mend}`)
  execFileSync(process.execPath, [join(projectRoot(), 'scripts/build-session-shim.mjs'), '--to', directory])
  const read = (folder: string) => JSON.parse(readFileSync(join(folder, SHIM_BUILD_FILE), 'utf8'))
  const [record, again] = [read(join(projectRoot(), 'agent/drivers/linux/shim')), read(directory)]
  expect(again.source, 'run: node scripts/build-session-shim.mjs').toBe(record.source)
  for (const architecture of Object.keys(record.compilers)) {
    if (again.compilers[architecture] !== record.compilers[architecture]) continue
    expect(again.libraries[architecture]).toBe(record.libraries[architecture])
  }
})
