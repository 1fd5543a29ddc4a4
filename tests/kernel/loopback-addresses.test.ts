import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cgroupProcesses } from '~/agent/drivers/linux/filter/cgroup'
import { LoopbackAddresses } from '~/agent/drivers/linux/filter/loopback-addresses'
import { removeOldRoutes } from '~/agent/drivers/linux/filter/old-routes'
import { until } from '~/tests/support/until'
import { Lab, requireKernel } from './support/lab'
import { openNetwork } from './support/network'

/**
 * Where datagrams come from, in sessions and outside of all of them, and the adapter that makes them cheap. The sessions
 * are none that a demo or another test beside this one would have.
 */

let lab: Lab
let options: string[]
let adapter: string

beforeAll(async () => {
  lab = await Lab.open()
  options = ['--policies', lab.policies({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] })]
  adapter = `vipfarm-${lab.place.instance.slice(0, 7)}`
})
beforeEach(requireKernel)
afterAll(() => lab?.close())

const ip = (...args: string[]) =>
  execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/** Whether the kernel has a kind of adapter that does nothing; without one, everything else holds all the same. */
const hasAdapters = ['dummy', 'ifb'].some((kind) => {
  const name = `vfk${process.pid}`
  try {
    ip('link', 'add', name, 'type', kind)
    ip('link', 'del', name)
    return true
  } catch {
    return false
  }
})
const standing = () => new LoopbackAddresses(lab.place.instance).standing()
const those = (...loopbacks: string[]) => new Set(hasAdapters ? loopbacks : [])
/** What decides where packets go, and from where. */
const localRoutes = () => ip('-4', 'route', 'show', 'table', 'local')

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
/** Prints where a connected socket for datagrams to `to` starts from, and its mapped form. */
const connected = (to: string) => `
import socket
def of(family, to):
    s = socket.socket(family, socket.SOCK_DGRAM); s.connect((to, 9)); return s.getsockname()[0]
print(of(socket.AF_INET, "${to}"), of(socket.AF_INET6, "::ffff:${to}"))
`
/** The same of a connection. */
const connection = (to: string) => `
import socket
server = socket.create_server(("${to}", 0))
print(socket.create_connection(server.getsockname(), 5).getsockname()[0])
`
const unbound = (to: string) => sources(to).replace('source(udp("127.0.0.1"))', 'source(udp())')
const HOSTS = '127.0.0.1 ::ffff:127.0.0.1'

async function ask(program: string, script: string): Promise<string> {
  const { out, err } = await lab.inside(71, options, program, '-c', script)
  expect(err).toBe('')
  return out.trim()
}
const outside = (script: string) =>
  execFileSync(lab.listed, ['-c', script], { encoding: 'utf8', timeout: 20_000 }).trim()
const all = (address: string) => Array(4).fill(address).join(' ')

test('every datagram of a listed program comes from its session; an address that is taken away is put back, and is not missed', async () => {
  expect(await ask(lab.listed, sources('127.0.0.1'))).toBe(all('127.0.0.72'))
  expect(await standing()).toEqual(those('127.0.0.72'))
  if (hasAdapters) ip('link', 'del', adapter)
  expect(await ask(lab.listed, sources('127.0.0.1'))).toBe(all('127.0.0.72'))
  await lab.filter().mendAddresses()
  expect(await standing()).toEqual(those('127.0.0.72'))
  expect(await ask(lab.listed, sources('127.0.0.1'))).toBe(all('127.0.0.72'))
})

test('a program in a network of its own has the same addresses', async () => {
  const script = sources('127.0.0.1')
  const inside = `ip link set lo up; exec "$0" -c "$1"`
  const command = ['unshare', '--net', 'sh', '-c', inside, lab.listed, script]
  const { out, err } = await lab.inside(71, options, ...command)
  expect(err).toBe('')
  expect(out.trim()).toBe(all('127.0.0.72'))
})

test('for whoever is not of the session all is as it was: he starts from 127.0.0.1, by the routes that were there before', async () => {
  await lab.leave(71)
  const before = localRoutes()
  const other = lab.start(
    72,
    options,
    lab.listed,
    '-c',
    'print("there", flush=True); import time; time.sleep(60)',
  )
  await other.line()
  // In a session, listed or not.
  for (const program of [lab.listed, lab.unlisted]) {
    expect(await ask(program, connected('127.0.0.73'))).toBe(HOSTS)
  }
  expect(await ask(lab.unlisted, unbound('127.0.0.72'))).toBe(all('127.0.0.1'))
  expect(await ask(lab.unlisted, connected('127.0.0.72'))).toBe(HOSTS)
  // Outside of all of them, whatever the lists say.
  expect(await standing()).toEqual(those('127.0.0.72', '127.0.0.73'))
  expect(outside(unbound('127.0.0.72'))).toBe(all('127.0.0.1'))
  expect(outside(connected('127.0.0.72'))).toBe(HOSTS)
  expect(outside(connection('127.0.0.72'))).toBe('127.0.0.1')
  expect(localRoutes()).toBe(before)
  await other.end()
  expect(await standing()).toEqual(those('127.0.0.72'))
})

test('an adapter that somebody takes up is taken away, with the routes that it got', async () => {
  await ask(lab.listed, 'print()')
  const before = localRoutes()
  if (hasAdapters) ip('link', 'set', adapter, 'up')
  await lab.filter().mendAddresses()
  expect(localRoutes()).toBe(before)
  await lab.filter().mendAddresses()
  expect(await standing()).toEqual(those('127.0.0.72'))
  expect(localRoutes()).toBe(before)
})

test("the routes of an agent of before are taken away, and nobody else's", async () => {
  const network = openNetwork()
  try {
    const add = (address: string, ...more: string[]) =>
      network.onRemote('ip', 'route', 'add', 'local', address, 'dev', 'lo', 'table', 'local', ...more)
    // The first eight digits of the mark are the metric.
    add('127.0.0.8', 'proto', '127', 'metric', '4660')
    add('127.0.0.9', 'proto', '127', 'metric', '4660')
    const before = ['127.0.0.8', '127.0.0.10', '127.0.0.11']
    add('127.0.0.8', 'proto', '127', 'metric', '4661')
    add('127.0.0.10', 'proto', '127')
    add('127.0.0.11', 'metric', '4660')
    const [program = '', ...inside] = network.remoteCommand('ip')
    const run = async (args: readonly string[], input = '') =>
      execFileSync(program, [...inside, ...args], { input, encoding: 'utf8' })
    await removeOldRoutes('00001234abcd', run)
    const left = network.onRemote('ip', '-4', 'route', 'show', 'table', 'local', 'dev', 'lo')
    const added = left.split('\n').filter((line) => /^local 127\.0\.0\.(8|9|1[01]) /.test(line))
    expect(added.map((line) => line.split(' ')[1]).sort()).toEqual(before.sort())
    expect(added.find((line) => line.includes('127.0.0.8 '))).toContain('metric 4661')
    await removeOldRoutes('00001234abcd', run)
  } finally {
    network.close()
  }
})

test('nothing is left where a launcher was killed, or where a list has no loopback', async () => {
  await lab.leave(71)
  expect(ip('-o', 'link', 'show')).not.toContain(adapter)
  const off = ['--policies', lab.policies({ VirtualIpEnabled: true }, 'off.json')]
  expect((await lab.inside(71, off, 'true')).code).toBe(0)
  expect(await standing()).toEqual(new Set())
  await lab.leave(71)
  const killed = lab.start(
    71,
    options,
    lab.listed,
    '-c',
    'print("there", flush=True); import time; time.sleep(60)',
  )
  await killed.line()
  execFileSync('kill', ['-KILL', String(killed.child.pid)])
  await lab.filter().reconcile(() => true)
  expect(await standing()).toEqual(those('127.0.0.72'))
  const { cgroup } = lab.place
  execFileSync('sh', ['-c', `echo 1 > ${cgroup}/s71/cgroup.kill`])
  await until('its processes to end', async () => (await cgroupProcesses(`${cgroup}/s71`)).length === 0)
  await lab.filter().reconcile(() => false)
  expect(ip('-o', 'link', 'show')).not.toContain(adapter)
})
