import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SocketWatch } from './sockets'

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const LISTENS = '0A'
const SPEAKS = '01'
const uid = process.getuid?.() ?? 0

/** A `/proc` made of files: two sessions of one process each, in one network. */
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vipfarm-proc-'))
  begin(11, 'dialer')
  begin(12, 'dialer')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function begin(pid: number, program: string): void {
  for (const folder of ['fd', 'ns', 'net']) mkdirSync(join(root, String(pid), folder), { recursive: true })
  symlinkSync('net:[1]', join(root, String(pid), 'ns', 'net'))
  symlinkSync(`/usr/bin/${program}`, join(root, String(pid), 'exe'))
}

function open(pid: number, descriptor: number, inode: number | string): void {
  const path = join(root, String(pid), 'fd', String(descriptor))
  rmSync(path, { force: true })
  symlinkSync(typeof inode === 'number' ? `socket:[${inode}]` : inode, path)
}

/** The network's table of TCP as each of its processes shows it: local port, remote port and state by inode. */
function table(rows: Record<number, [local: string, remote: string, state: string]>): void {
  const lines = Object.entries(rows).map(
    ([inode, [local, remote, state]], at) =>
      `   ${at}: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 ff 100 0 0 10 0\n`,
  )
  for (const pid of [11, 12]) writeFileSync(join(root, String(pid), 'net', 'tcp'), HEAD + lines.join(''))
}

const NOBODY = '00000000:0000'
const [LOOPBACK_5060, LOOPBACK_5061] = ['0100007F:13C4', '0100007F:13C5']
const ELSEWHERE = '0109000A:01BB'

function watcher() {
  const watch = new SocketWatch(root)
  let asked = 0
  const look = async (sessions = ['1 a', '2 b'], pids = [[11], [12]]) => {
    const found = await watch.look(sessions, async () => {
      asked++
      return pids
    })
    return found.map((sockets) => sockets.map(({ program, pid, local }) => [program, pid, local.port]))
  }
  return { look, asked: () => asked }
}

describe('looking at sockets', () => {
  it('gives each session those of its own processes, each once', async () => {
    open(11, 3, 501)
    open(11, 4, 501)
    open(11, 5, '/dev/null')
    open(12, 3, 502)
    table({ 501: [LOOPBACK_5060, NOBODY, LISTENS], 502: [LOOPBACK_5061, NOBODY, LISTENS] })
    expect(await watcher().look()).toEqual([[['dialer', 11, 5060]], [['dialer', 12, 5061]]])
  })

  it('asks for no process while nothing has changed, and sees at once what is gone', async () => {
    open(11, 3, 501)
    table({ 501: [LOOPBACK_5060, NOBODY, LISTENS] })
    const { look, asked } = watcher()
    const first = await look()
    const before = asked()
    expect(await look()).toEqual(first)
    expect(await look()).toEqual(first)
    table({})
    expect(await look()).toEqual([[], []])
    expect(asked()).toBe(before)
  })

  it('finds a new listener at the next look, also one on a descriptor that was something else', async () => {
    open(11, 3, 501)
    table({ 501: [LOOPBACK_5060, NOBODY, LISTENS] })
    const { look } = watcher()
    await look()
    open(11, 3, 503)
    table({ 503: [LOOPBACK_5061, NOBODY, LISTENS] })
    expect(await look()).toEqual([[['dialer', 11, 5061]], []])
  })

  it('finds one on the descriptor of a file that was closed', async () => {
    open(11, 3, '/etc/hosts')
    table({})
    const { look } = watcher()
    await look()
    open(11, 3, 503)
    table({ 503: [LOOPBACK_5061, NOBODY, LISTENS] })
    expect(await look()).toEqual([[['dialer', 11, 5061]], []])
  })

  it('finds a process that has begun since, and forgets one that has ended', async () => {
    table({})
    const { look } = watcher()
    await look()
    begin(13, 'client')
    open(13, 3, 504)
    table({ 504: [LOOPBACK_5060, LOOPBACK_5061, SPEAKS] })
    expect(await look(['1 a', '2 b'], [[11, 13], [12]])).toEqual([[['client', 13, 5060]], []])
    rmSync(join(root, '13'), { recursive: true })
    table({})
    expect(await look(['1 a', '2 b'], [[11], [12]])).toEqual([[], []])
  })

  it('looks for what nobody of a session holds once, not at each look', async () => {
    table({ 900: [LOOPBACK_5060, NOBODY, LISTENS] })
    const { look, asked } = watcher()
    await look()
    const before = asked()
    await look()
    await look()
    expect(asked()).toBe(before)
  })

  it('follows connections to elsewhere too, within some looks', async () => {
    table({})
    const { look } = watcher()
    await look()
    open(12, 7, 505)
    table({ 505: [LOOPBACK_5061.replace('0100007F', '0709000A'), ELSEWHERE, SPEAKS] })
    let seen = await look()
    for (let more = 0; more < 8; more++) seen = await look()
    expect(seen).toEqual([[], [['dialer', 12, 5061]]])
  })

  it('learns of a program that has become another', async () => {
    open(11, 3, 501)
    table({ 501: [LOOPBACK_5060, NOBODY, LISTENS] })
    const { look } = watcher()
    await look()
    rmSync(join(root, '11', 'exe'))
    symlinkSync('/usr/bin/other (deleted)', join(root, '11', 'exe'))
    let seen = await look()
    for (let more = 0; more < 4; more++) seen = await look()
    expect(seen[0]).toEqual([['other', 11, 5060]])
  })
})
