import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type Account, asAccount, databaseEnvironment } from '~/server/database/embedded/account'
import type { Binaries } from '~/server/database/embedded/binaries'
import { fullDisk } from '~/server/database/embedded/cluster'
import type { Layout } from '~/server/database/embedded/layout'
import { isAlive, readPostmaster } from '~/server/database/embedded/postmaster-file'
import { StartError } from '~/server/database/start-error'

const LOG_LIMIT_BYTES = 10 * 1024 * 1024
const START_TIMEOUT_MS = 60_000

/** The port was taken between choosing and using it: try the next. */
export class PortTaken extends Error {}

/**
 * Starts PostgreSQL in a process group of its own, so that a Ctrl-C in the terminal reaches only us and we stop it last.
 * Resolves with its process id when it takes connections.
 */
export async function spawnPostgres(
  binaries: Binaries,
  layout: Layout,
  account: Account,
  options: { port: number; durable: boolean },
): Promise<number> {
  const log = openLog(layout.log)
  const from = fstatSync(log).size
  const child = spawn(
    binaries.postgres,
    ['-D', layout.cluster, '-p', String(options.port), ...settings(options.durable)],
    {
      ...asAccount(account),
      cwd: '/',
      env: databaseEnvironment(),
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'ignore', log],
    },
  )
  child.unref()
  closeSync(log)
  const lastWords = () => child.kill('SIGINT')
  process.once('exit', lastWords)
  try {
    await untilReady(child, layout, from)
  } finally {
    process.off('exit', lastWords)
  }
  return child.pid as number
}

function settings(durable: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function untilReady(child: ChildProcess, layout: Layout, logFrom: number): Promise<void> {
  let failure: Error | null = null
  child.once('error', (error) => {
    failure = error
  })
  const deadline = Date.now() + START_TIMEOUT_MS
  while (child.exitCode === null && child.signalCode === null && !failure) {
    const postmaster = readPostmaster(layout.cluster)
    if (postmaster?.ready && postmaster.pid === child.pid) return
    if (Date.now() > deadline) {
      child.kill('SIGQUIT')
      throw new StartError(
        `The database did not come up within ${START_TIMEOUT_MS / 1000} s. Its log is ${layout.log}.`,
      )
    }
    await pause(10)
  }
  throw explain(tail(layout.log, logFrom), layout)
}

function explain(told: string, layout: Layout): Error {
  if (/Address already in use/.test(told)) return new PortTaken(told)
  if (/No space left on device/.test(told)) return fullDisk(layout.cluster)
  const reasons = told.split('\n').filter((line) => /FATAL|HINT|DETAIL|PANIC/.test(line))
  return new StartError(
    `The database did not start: ${reasons.join(' ').trim() || 'no reason given'} (log: ${layout.log})`,
  )
}

/** Asks PostgreSQL to stop at once, cleanly, and waits until it is gone; insists after `patienceMs`. */
export async function stopPostgres(pid: number, patienceMs = 8_000): Promise<void> {
  signal(pid, 'SIGINT')
  if (await gone(pid, patienceMs)) return
  signal(pid, 'SIGQUIT')
  await gone(pid, 3_000)
}

/** Last words for a process that is about to end without having stopped its database. */
export function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name)
  } catch {
    // Already gone: what was wanted.
  }
}

/** Whether the process ended within the time. */
export async function gone(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false
    await pause(10)
  }
  return true
}

function openLog(file: string): number {
  try {
    if (statSync(file).size > LOG_LIMIT_BYTES) truncateSync(file)
  } catch {
    // No log yet.
  }
  return openSync(file, 'a+', 0o600)
}

function tail(file: string, from: number): string {
  const handle = openSync(file, 'r')
  const buffer = Buffer.alloc(16 * 1024)
  const length = readSync(handle, buffer, 0, buffer.length, from)
  closeSync(handle)
  return buffer.toString('utf8', 0, length)
}
