/** Proof that the filter works, for each session: a program of its own, run inside, says which addresses it gets. */

import { spawn } from 'node:child_process'
import { copyFileSync, linkSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { loopbackOf } from '~/domain/address'
import { messageOf } from '../../../log'
import { insideCgroup } from './cgroup'
import { compileList, SELF_TEST_NAME } from './compile-list'
import type { FilteredSession } from './filter-files'
import { SESSION_FLAGS } from './filter-values'
import { hooksFor } from './kernel-filter'
import { entryResolver } from './resolve-entry'
import type { SessionFilter } from './session-filter'
import { SYSTEM_ENVIRONMENT } from './system-command'

export interface Check {
  what: string
  wanted: string
  found: string
  ok: boolean
}

export interface Verified {
  session: number
  ok: boolean
  checks: Check[]
}

const TIMEOUT_MS = 15_000

/** Binds and connects as a listed program does, and prints what it got. */
const SELF_TEST = `
const net = require('node:net')
const dgram = require('node:dgram')
const listen = (host) => new Promise((resolve) => {
  const server = net.createServer((socket) => socket.end()).listen(0, host)
  server.on('error', (error) => resolve({ address: error.code, port: 0 }))
  server.on('listening', () => resolve({ ...server.address(), server }))
})
const dial = (host, port) => new Promise((resolve) => {
  const socket = net.connect(port, host)
  socket.on('error', (error) => resolve(error.code))
  socket.on('connect', () => resolve(socket.localAddress + ' to ' + socket.remoteAddress))
})
const ask = () => new Promise((resolve) => {
  const [server, client] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')]
  const failed = (error) => resolve(error.code)
  // What has come by then is read before.
  setTimeout(() => setImmediate(resolve, 'no answer'), 1000)
  server.on('error', failed).on('message', (_, from) => resolve(from.address))
  server.bind(0, '127.0.0.1', () => {
    const { port } = server.address()
    client.on('error', failed).bind(0, '127.0.0.1', () => client.send('x', port, '127.0.0.1'))
  })
})
;(async () => {
  const loop = await listen('127.0.0.1')
  const all = await listen('0.0.0.0')
  const connection = await dial('127.0.0.1', loop.port)
  const datagram = await ask()
  console.log(JSON.stringify({ loop: loop.address, all: all.address, connection, datagram }))
  process.exit()
})()`

/** Every session that is filtered, or those of `only`, in the order of their ids. */
export async function verifySessions(
  filter: SessionFilter,
  stateDirectory: string,
  only: (session: FilteredSession) => boolean = () => true,
): Promise<Verified[]> {
  const sessions = (await filter.files.sessions()).filter(only).sort((one, other) => one.id - other.id)
  if (sessions.length === 0) return []
  await filter.settled()
  // A folder of its own, for the agent and an admin may verify at once.
  const folder = mkdtempSync(join(stateDirectory, 'filter', 'verify-'))
  try {
    const program = join(folder, SELF_TEST_NAME)
    try {
      linkSync(process.execPath, program)
    } catch {
      copyFileSync(process.execPath, program)
    }
    const verified: Verified[] = []
    for (const session of sessions) verified.push(await verify(filter, session, program))
    return verified
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function verify(filter: SessionFilter, session: FilteredSession, program: string): Promise<Verified> {
  const list = compileList(session.own ?? (await filter.files.farm()), entryResolver())
  const checks: Check[] = []
  const check = (what: string, wanted: string, found: string) =>
    checks.push({ what, wanted, found, ok: wanted === found })
  try {
    const attached = await filter.kernel.attachedHooks(filter.place.groupOf(session))
    const hooks = hooksFor(list.masks)
    check('hooks attached', hooks.join(' '), hooks.filter((hook) => attached.has(hook)).join(' '))
    const told = await selfTest(filter, session, program)
    const own = loopbackOf(session.id)
    const on = (flag: number) => (list.flags & flag) !== 0
    const loop = on(SESSION_FLAGS.loop) && own.ok ? own.value : '127.0.0.1'
    check('bind 127.0.0.1', loop, told.loop)
    check('connect 127.0.0.1', `${loop} to ${loop}`, told.connection)
    check('send to 127.0.0.1', loop, told.datagram)
    if (!on(SESSION_FLAGS.vip)) check('bind 0.0.0.0', '0.0.0.0', told.all)
    else if (session.vip !== null) check('bind 0.0.0.0', session.vip, told.all)
    else check('bind 0.0.0.0', 'not 0.0.0.0', told.all === '0.0.0.0' ? told.all : 'not 0.0.0.0')
  } catch (error) {
    check('self-test', 'it runs', messageOf(error))
  }
  return { session: session.id, ok: checks.every(({ ok }) => ok), checks }
}

interface Told {
  loop: string
  all: string
  connection: string
  /** Where a datagram came from. */
  datagram: string
}

function selfTest(filter: SessionFilter, session: FilteredSession, program: string): Promise<Told> {
  const { place } = filter
  // The inner groups of the system hold no processes themselves.
  const child = insideCgroup(session.group?.scope ?? place.cgroupOf(session.id), place.mount, () =>
    spawn(program, ['-e', SELF_TEST], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      env: SYSTEM_ENVIRONMENT,
    }),
  )
  return new Promise((resolve, reject) => {
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      try {
        resolve(JSON.parse(out) as Told)
      } catch {
        reject(new Error(`the self-test ended with ${code}: ${err.trim().slice(0, 300)}`))
      }
    })
  })
}
