/** Runs inside the emulated machine: two sessions of the real launcher, one port, listed programs and others. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { linkSync, readdirSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { createInterface } from 'node:readline'

const say = (text) => console.log(`kernels: ${text}`)
const agent = (...args) => ['/agent/main.mjs', ...args]
process.env.VIPFARM_AGENT_STATE = '/tmp/state'

/** Binds a stream and a datagram socket, reaches both, and tells the addresses it sees. */
const PROGRAM = `
const net = require('node:net'), dgram = require('node:dgram')
const server = net.createServer((socket) => socket.end()).listen(9000, '127.0.0.1', () => {
  const client = net.connect(9000, '127.0.0.1', () => {
    const sent = client.localAddress
    const [one, other] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')]
    one.on('message', (_, from) => console.log(server.address().address, sent, one.address().address, from.address))
    one.bind(9000, '127.0.0.1', () => other.bind(0, '127.0.0.1', () => other.send('x', 9000, '127.0.0.1')))
  })
})
server.on('error', (error) => console.log(error.code))`

const { driver, code, reason } = JSON.parse(
  execFileSync('node', agent('probe', '--json'), { encoding: 'utf8' }),
)
say(`${release()}: ${driver} (${code}: ${reason})`)
if (driver !== 'bpf') process.exit(1)

linkSync('/usr/bin/node', '/usr/bin/crm')
linkSync('/usr/bin/node', '/usr/bin/other')
const settings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] }
writeFileSync(
  '/tmp/policies.json',
  JSON.stringify({ policies: [{ name: 'kernels', priority: 1, settings }] }),
)

const sessions = []
async function run(id, program) {
  const options = ['--session', String(id), '--policies', '/tmp/policies.json']
  const child = spawn('node', agent('session', 'run', ...options, '--', program, '-e', PROGRAM), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  sessions.push(child)
  for await (const line of createInterface(child.stdout)) return line
}

let failed = false
const expect = (what, found, wanted) => {
  say(`${found === wanted ? 'ok' : 'WRONG'}: ${what}: ${found}${found === wanted ? '' : `, not ${wanted}`}`)
  failed ||= found !== wanted
}
const four = (address) => Array(4).fill(address).join(' ')
expect('crm in session 7 (bind, connect, bind, sendto)', await run(7, 'crm'), four('127.0.0.8'))
expect('crm in session 8', await run(8, 'crm'), four('127.0.0.9'))
expect('other in session 9', await run(9, 'other'), four('127.0.0.1'))
expect('other in session 10', await run(10, 'other'), 'EADDRINUSE')
const verified = spawnSync('node', agent('verify', '--json'), { encoding: 'utf8' })
const checks = JSON.parse(verified.stdout).sessions.flatMap((one) => one.checks)
expect(
  'verify',
  checks
    .filter(({ ok }) => !ok)
    .map(({ what }) => what)
    .join(', '),
  '',
)
const adapter = execFileSync('ip', ['-o', '-4', 'addr'], { encoding: 'utf8' }).match(/vipfarm-\S+/)?.[0]
say(`adapter of loopbacks: ${adapter ?? 'none'}; slower build: ${usesSlowBuild()}`)
for (const one of sessions) one.kill('SIGTERM')
await Promise.all(sessions.map((one) => one.exitCode ?? new Promise((done) => one.once('exit', done))))
expect('what is left of the pins', readdirSync('/sys/fs/bpf').join(' '), '')
say(failed ? 'failed' : 'passed')

/** The faster build remembers verdicts of one version of the lists: its programs use that map. */
function usesSlowBuild() {
  const programs = JSON.parse(
    execFileSync('bpftool', ['-j', 'prog', 'show', 'name', 'vf_sendmsg4'], { encoding: 'utf8' }),
  )
  const maps = JSON.parse(execFileSync('bpftool', ['-j', 'map', 'show'], { encoding: 'utf8' }))
  const version = maps.find(({ name }) => name === 'vf_version')?.id
  return ![programs].flat().some(({ map_ids }) => map_ids?.includes(version))
}
