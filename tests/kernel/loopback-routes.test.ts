import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cgroupProcesses } from '~/agent/drivers/linux/filter/cgroup'
import { LoopbackRoutes } from '~/agent/drivers/linux/filter/loopback-routes'
import { until } from '~/tests/support/until'
import { Lab, outcome, requireKernel } from './support/lab'

/** A datagram needs no source where the session's loopback has a route of its own. */

let lab: Lab
let options: string[]

beforeAll(async () => {
  lab = await Lab.open()
  options = ['--policies', lab.policies({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] })]
})
beforeEach(requireKernel)
afterAll(() => lab?.close())

const standing = () => new LoopbackRoutes(lab.place.instance).standing()
const ip = (...args: string[]) => execFileSync('ip', args, { encoding: 'utf8' })
const take = (loopback: string) =>
  ip('route', 'del', 'local', loopback, 'dev', 'lo', 'proto', '127', 'table', 'local')

/** Prints where datagrams to `to` come from: of a socket that is not bound, of one that is, of one that asks for a source. */
const sources = (to: string, own = '127.0.0.1') => `
import socket, struct
def udp(address=None):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(5)
    if address: s.bind((address, 0))
    return s
server = udp("${to}")
def source(client, asked=None):
    control = [(socket.IPPROTO_IP, 8, struct.pack("i4s4s", 0, socket.inet_aton(asked), bytes(4)))] if asked else []
    client.sendmsg([b"x"], control, 0, ("${to}", server.getsockname()[1]))
    return server.recvfrom(9)[1][0]
print(source(udp()), source(udp("${own}")), source(udp("0.0.0.0")), source(udp(), "${own}"))
`

async function ask(program: string, script: string): Promise<string> {
  const { out, err } = await lab.inside(7, options, program, '-c', script)
  expect(err).toBe('')
  return out.trim()
}
type Verification = { sessions: { checks: { what: string; ok: boolean }[] }[] }
const all = (address: string) => Array(4).fill(address).join(' ')

test('every datagram of a listed program comes from its session, and a route that is taken away is noticed and put back', async () => {
  expect(await ask(lab.listed, sources('127.0.0.1'))).toBe(all('127.0.0.8'))
  expect(await standing()).toEqual(new Set(['127.0.0.8']))
  take('127.0.0.8')
  const { sessions } = JSON.parse((await outcome(lab.command('verify', '--json'))).out) as Verification
  const wrong = sessions[0]?.checks.filter(({ ok }) => !ok).map(({ what }) => what)
  expect(wrong).toEqual(['send to 127.0.0.1'])
  expect(await lab.filter().mendRoutes()).toEqual(new Set(['127.0.0.8']))
  expect(await ask(lab.listed, sources('127.0.0.1'))).toBe(all('127.0.0.8'))
})

test('a program in a network of its own has the same addresses, though no route leads there', async () => {
  const script = sources('127.0.0.1')
  const inside = `ip link set lo up; exec "$0" -c "$1"`
  const command = ['unshare', '--net', 'sh', '-c', inside, lab.listed, script]
  const { out, err } = await lab.inside(7, options, ...command)
  expect(err).toBe('')
  expect(out.trim()).toBe(all('127.0.0.8'))
})

test('whoever is not of the session is not taken for it: the route gives him no source', async () => {
  const other = lab.start(
    8,
    options,
    lab.listed,
    '-c',
    'print("there", flush=True); import time; time.sleep(60)',
  )
  await other.line()
  expect(await standing()).toEqual(new Set(['127.0.0.8', '127.0.0.9']))
  const connected = `
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); server.bind(("127.0.0.77", 0))
def of(family, kind, to):
    s = socket.socket(family, kind); s.connect((to, 9)); return s.getsockname()[0]
print(of(socket.AF_INET, socket.SOCK_DGRAM, "127.0.0.9"), of(socket.AF_INET6, socket.SOCK_DGRAM, "::ffff:127.0.0.9"))
`
  for (const program of [lab.listed, lab.unlisted]) {
    expect(await ask(program, connected)).toBe('127.0.0.1 ::ffff:127.0.0.1')
  }
  // What is not listed is not touched, whatever session it is in.
  const unbound = sources('127.0.0.8').replace('source(udp("127.0.0.1"))', 'source(udp())')
  expect(await ask(lab.unlisted, unbound)).toBe(all('127.0.0.1'))
  await other.end()
  expect(await standing()).toEqual(new Set(['127.0.0.8']))
})

test('no route is left where a launcher was killed, where a list has no loopback, where others live at the address', async () => {
  await lab.leave(7)
  expect(await standing()).toEqual(new Set())
  const off = ['--policies', lab.policies({ VirtualIpEnabled: true }, 'off.json')]
  const print = ['sh', '-c', 'ip -4 route show table local proto 127']
  const routes = async (id: number, given: string[]) => (await outcome(lab.session(id, given, print))).out
  const own = `metric ${Number.parseInt(lab.place.instance.slice(0, 8), 16)}`
  expect(await routes(7, off)).not.toContain(own)
  expect(await routes(52, options)).not.toContain(own)
  const killed = lab.start(
    7,
    options,
    lab.listed,
    '-c',
    'print("there", flush=True); import time; time.sleep(60)',
  )
  await killed.line()
  execFileSync('kill', ['-KILL', String(killed.child.pid)])
  await lab.filter().reconcile(() => true)
  expect(await standing()).toEqual(new Set(['127.0.0.8']))
  const { cgroup } = lab.place
  execFileSync('sh', ['-c', `echo 1 > ${cgroup}/s7/cgroup.kill`])
  await until('its processes to end', async () => (await cgroupProcesses(`${cgroup}/s7`)).length === 0)
  await lab.filter().reconcile(() => false)
  expect(await standing()).toEqual(new Set())
})
