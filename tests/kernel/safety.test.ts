import { chownSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Lab, outcome, type Running, requireKernel } from './support/lab'
import { bind, server } from './support/python'

/** What a session's user may try. Session 8 is somebody else's, with an address of its own for other machines. */

const VIP = '10.98.77.8'
let lab: Lab
let options: string[]
let other: Running | null = null

beforeAll(async () => {
  lab = await Lab.open()
  options = ['--policies', lab.policies({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] })]
})
beforeEach(async (context) => {
  await requireKernel(context)
  if (other) return
  other = lab.start(8, [...options, '--vip', VIP], lab.listed, '-c', server(0))
  await other.line()
})
afterAll(async () => {
  await other?.end()
  await lab?.close()
})

/** Runs `attempts` as nobody in session 7, each of which prints its name and what became of it. */
async function tried(program: string, attempts: string): Promise<string[]> {
  const script = `
import errno, os, socket, struct, subprocess
def attempt(name, act):
    try: print(name, act() or "done")
    except OSError as error: print(name, "refused" if error.errno in (errno.EACCES, errno.EPERM) else errno.errorcode[error.errno])
def at(address, family=socket.AF_INET, kind=socket.SOCK_STREAM):
    socket.socket(family, kind).bind((address, 0))
${attempts}
`
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  const { out, err } = await lab.inside(7, options, ...nobody, program, '-c', script)
  expect(err).toBe('')
  return out.trim().split('\n')
}

test('leaves neither the session nor enters another, and reads and changes nothing of the filter', async () => {
  const { mount, pins } = lab.place
  const [own, theirs] = [lab.place.cgroupOf(7), lab.place.cgroupOf(8)]
  const tool = (name: string, ...args: string[]) =>
    `attempt("${name}", lambda: subprocess.run(${JSON.stringify(['bpftool', ...args])}, capture_output=True).returncode and "refused")`
  expect(
    await tried(
      lab.unlisted,
      `
def move(to): open(to + "/cgroup.procs", "w").write(str(os.getpid()))
attempt("leave", lambda: move("${mount}"))
attempt("enter", lambda: move("${theirs}"))
attempt("go-below", lambda: os.mkdir("${own}/below"))
attempt("look", lambda: os.listdir("${pins}"))
${tool('read-map', 'map', 'dump', 'name', 'vf_session')}
${tool('write-map', ...'map update name vf_version key 0 0 0 0 value 1 0 0 0 0 0 0 0'.split(' '))}
${tool('detach', 'cgroup', 'detach', own, 'bind4', 'name', 'vf_bind4')}
attempt("still", lambda: os.path.basename(open("/proc/self/cgroup").read().split("0::")[1].strip()))`,
    ),
  ).toEqual([
    ...['leave', 'enter', 'go-below', 'look', 'read-map', 'write-map', 'detach'].map(
      (name) => `${name} refused`,
    ),
    `still ${own.split('/').at(-1)}`,
  ])
})

test('what somebody put under the name of the pins, where all may write, is not used', async () => {
  // As mount(8) makes it, and not systemd.
  const pins = `/sys/fs/bpf/vipfarm-${lab.place.instance}`
  const machine = `mount -t bpf none /sys/fs/bpf && setpriv --reuid=65534 --clear-groups mkdir ${pins} && exec "$@"`
  const program = ['sh', '-c', `ls -A ${pins}; exec ${lab.listed} -c '${bind('127.0.0.1', 0)}'`]
  const run = [process.execPath, lab.agent, 'session', 'run', '--session', '7', ...options, '--', ...program]
  await lab.leave(7)
  const done = await outcome(lab.spawn('unshare', '--mount', 'sh', '-c', machine, 'sh', ...run))
  expect(done).toEqual({ code: 0, out: '127.0.0.8\n', err: '' })
})

test('files that somebody else can write are neither read nor followed', async () => {
  const theirs = join(lab.directory, 'theirs')
  const victim = join(lab.directory, 'victim')
  for (const path of [theirs, victim]) mkdirSync(path)
  chownSync(theirs, 65534, 65534)
  symlinkSync(victim, join(theirs, 'filter'))
  const state = ['--state', theirs]
  const refused = { code: 1, out: '', err: expect.stringContaining("is no place for the agent's state") }
  expect(await lab.run(7, [...options, ...state], 'echo', 'ran')).toMatchObject(refused)
  for (const command of ['verify', 'restore'])
    expect(await outcome(lab.command(command, ...state))).toMatchObject(refused)
  expect(readdirSync(victim)).toEqual([])
})

const SPEAK_AS_ANOTHER = `
# 8 is IP_PKTINFO: the source that the message asks for.
def send(source, to="127.0.0.8"):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.sendmsg([b"x"], [(socket.IPPROTO_IP, 8, struct.pack("i4s4s", 0, socket.inet_aton(source), bytes(4)))], 0, (to, 9))
# Datagrams to a group start from the address that is given with the adapter, whosever it is.
GROUP = ("239.98.77.1", 9)
def group(source):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    adapter = socket.if_nametoindex("lo")
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, struct.pack("4s4si", bytes(4), socket.inet_aton(source), adapter))
    return s
# Towards an address of this machine the kernel takes that very address for the source, and the socket keeps it.
def talked(family=socket.AF_INET, mapped=""):
    s = socket.socket(family, socket.SOCK_DGRAM)
    s.connect((mapped + "${VIP}", 9))
    return s
for address in ("127.0.0.9", "${VIP}"):
    attempt("bind", lambda: at(address))
    attempt("bind-udp", lambda: at(address, kind=socket.SOCK_DGRAM))
    attempt("bind-mapped", lambda: at("::ffff:" + address, socket.AF_INET6))
    attempt("send", lambda: send(address))
    attempt("send-to-group", lambda: group(address).sendto(b"x", GROUP))
    attempt("connect-to-group", lambda: group(address).connect(GROUP))
attempt("send-on", lambda: talked().sendto(b"x", ("127.0.0.8", 9)))
attempt("connect-on", lambda: talked().connect(("127.0.0.8", 9)))
attempt("connect-on-mapped", lambda: talked(socket.AF_INET6, "::ffff:").connect(("::ffff:127.0.0.8", 9)))
attempt("bind-own", lambda: at("127.0.0.8"))
attempt("bind-nobodys", lambda: at("127.0.0.77"))
attempt("send-own", lambda: send("127.0.0.8"))`

test.each(['listed', 'unlisted'] as const)(
  'speaks from no address of another session, by a program that is %s',
  async (program) => {
    const each = ['bind', 'bind-udp', 'bind-mapped', 'send', 'send-to-group', 'connect-to-group']
    const refused = each.map((name) => `${name} refused`)
    const { kernel } = lab.filter()
    const before = await kernel.refusedBinds()
    expect(await tried(lab[program], SPEAK_AS_ANOTHER)).toEqual([
      ...refused,
      ...refused,
      ...['send-on refused', 'connect-on refused', 'connect-on-mapped refused'],
      ...['bind-own done', 'bind-nobodys done', 'send-own done'],
    ])
    expect(await kernel.refusedBinds()).toBe(before + 6)
  },
)

test('a program that the loader runs, or that runs from memory, is the documented limit: it is not covered', async () => {
  const name = ['crm', lab.listed]
  const both = [
    '--policies',
    lab.policies({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: name }, 'both.json'),
  ]
  const probe = bind('127.0.0.1', 0)
  const inMemory = `
import os
memory = os.memfd_create("crm")
os.write(memory, open("${lab.listed}", "rb").read())
os.execve(memory, ["crm", "-c", ${JSON.stringify(probe)}], os.environ)`
  const mapped = "print(next(line.split()[-1] for line in open('/proc/self/maps') if '/ld-' in line))"
  const loader = (await lab.inside(7, both, lab.listed, '-c', mapped)).out.trim()
  expect((await lab.inside(7, both, lab.listed, '-c', probe)).out).toBe('127.0.0.8\n')
  expect((await lab.inside(7, both, loader, lab.listed, '-c', probe)).out).toBe('127.0.0.1\n')
  expect((await lab.inside(7, both, lab.unlisted, '-c', inMemory)).out).toBe('127.0.0.1\n')
})

test('an address is free again when its session has ended', async () => {
  await other?.end()
  other = null
  const keeper = lab.start(9, options, lab.listed, '-c', server(0))
  await keeper.line()
  const { out } = await lab.inside(7, options, lab.unlisted, '-c', bind('127.0.0.9', 0))
  expect(out).toBe('127.0.0.9\n')
  await keeper.end()
})
