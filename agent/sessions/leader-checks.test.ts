import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { LeaderChecks } from './leader-checks'
import type { SessionRecord } from './record'

const BOOT = '0123456789abcdef0123456789abcdef'
const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

it('a leader that ends is gone at the next look', async () => {
  const { child, record } = await leader()
  const checks = new LeaderChecks(BOOT)
  expect(checks.look()(record)).toBe(true)
  expect(checks.look()(record)).toBe(true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(checks.look()(record)).toBe(false)
})

it('a leader that ended and that nobody has waited for is gone at the next look too', async () => {
  // A parent that does not wait for its child, and says which process that is.
  const parent = spawn('perl', ['-e', '$| = 1; if (!($p = fork)) { sleep 60; exit } print "$p\\n"; sleep 60'])
  cleanups.push(() => parent.kill('SIGKILL'))
  const [text] = await once(parent.stdout, 'data')
  const pid = Number(String(text))
  const record = recordOf(pid)
  const checks = new LeaderChecks(BOOT)
  expect(checks.look()(record)).toBe(true)
  process.kill(pid, 'SIGKILL')
  const state = () => readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '')[0]
  while (state() !== 'Z') await new Promise(setImmediate)
  expect(checks.look()(record)).toBe(false)
})

it('another process under the id of a leader is found out within six looks', async () => {
  const { child, record } = await leader()
  // What /proc says of it becomes another process's, while its id still runs a program.
  const root = mkdtempSync(join(tmpdir(), 'vipfarm-leaders-'))
  cleanups.push(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, String(child.pid)))
  const stat = join(root, String(child.pid), 'stat')
  const real = readFileSync(`/proc/${child.pid}/stat`, 'latin1')
  writeFileSync(stat, real)
  symlinkSync('/bin/sleep', join(root, String(child.pid), 'exe'))
  const checks = new LeaderChecks(BOOT, root)
  expect(checks.look()(record)).toBe(true)
  writeFileSync(stat, real.replace(` ${record.startTime} `, ' 1 '))
  const answers = Array.from({ length: 6 }, () => checks.look()(record))
  expect(answers.at(-1)).toBe(false)
})

it('a leader of another boot was never alive', async () => {
  const { record } = await leader()
  expect(new LeaderChecks('f'.repeat(32)).look()(record)).toBe(false)
})

async function leader() {
  const child = spawn('sleep', ['60'])
  cleanups.push(() => child.kill('SIGKILL'))
  await once(child, 'spawn')
  return { child, record: recordOf(child.pid ?? 0) }
}

function recordOf(pid: number): SessionRecord {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  return {
    ...{ v: 1, id: 7, user: 'maria', pid, startTime, boot: BOOT },
    ...{ logonAt: '2026-05-03T14:03:10.000Z', program: 'sleep' },
  }
}
