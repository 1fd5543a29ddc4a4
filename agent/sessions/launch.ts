/** Runs a program as a session of its own: recorded while it lives, its signals passed on, its exit code handed back. */

import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { type Clock, instantOf } from '../clock'
import { kernelBootId, startTimeOf } from '../proc/process-start'
import type { SessionRequest } from './check-request'
import type { OpenPlace, SessionPlace } from './place'
import { LOGON_MARKER, SESSION_MARKER, type SessionRecord } from './record'
import type { RecordStore } from './record-store'

const FORWARDED = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGCONT',
  'SIGWINCH',
] as const

/**
 * @param openPlace puts the session's programs where a driver wants them
 * @returns the program's exit code, or 128 and the number of the signal that ended it
 * @throws SessionIdTaken, or the error that kept the program from starting
 */
export async function launchSession(
  request: SessionRequest,
  store: RecordStore,
  clock: Clock,
  openPlace: OpenPlace | null = null,
): Promise<number> {
  const boot = kernelBootId()
  const claim = recordOf(process.pid, request, boot, instantOf(clock.now()))
  await store.claim(claim, (record) => isAlive(record, boot))
  try {
    const place = openPlace && (await openPlace(claim))
    try {
      return await runRecorded(request, claim, store, place)
    } finally {
      await place?.close()
    }
  } finally {
    await store.remove(claim)
  }
}

/** By process id and start time, so that neither a reboot nor a reused id revives a session. */
export function isAlive(record: SessionRecord, boot: string, root = '/proc'): boolean {
  if (record.boot !== boot) return false
  if (startTimeOf(record.pid, root) === record.startTime) return true
  // What its leader started outlives it: the id is free when nothing of the session is left.
  return record.adopted?.scope !== undefined && isPopulated(record.adopted.scope)
}

function isPopulated(cgroup: string): boolean {
  try {
    return /^populated 1$/m.test(readFileSync(`${cgroup}/cgroup.events`, 'latin1'))
  } catch {
    return false
  }
}

async function runRecorded(
  request: SessionRequest,
  claim: SessionRecord,
  store: RecordStore,
  place: SessionPlace | null,
): Promise<number> {
  const markers = { [SESSION_MARKER]: String(request.id), [LOGON_MARKER]: claim.logonAt }
  // Before there is a program: a signal that comes while it starts must reach it, and not end the launcher alone.
  const signals = new SignalForwarder()
  const { program, args } = place?.command(request.program, request.args) ?? request
  const start = () =>
    spawn(program, args, {
      stdio: 'inherit',
      // A session and a process group of its own (setsid).
      detached: true,
      env: { ...process.env, ...markers },
    })
  const child = place ? place.startInside(start) : start()
  signals.child = child
  const ended = endOf(child)
  try {
    // Read before the event loop turns: until then even a program that has ended is still there to be read.
    if (child.pid !== undefined) await recordLeader(child.pid, request, claim, store, place)
    return await ended
  } catch (error) {
    signalGroup(child, 'SIGKILL')
    throw error
  } finally {
    signals.stop()
  }
}

async function recordLeader(
  pid: number,
  request: SessionRequest,
  claim: SessionRecord,
  store: RecordStore,
  place: SessionPlace | null,
) {
  const record = recordOf(pid, request, claim.boot, claim.logonAt)
  const shim = place?.kind === 'shim' && { shim: true as const }
  if (record.startTime !== '') await store.update({ ...record, ...shim })
}

function recordOf(pid: number, request: SessionRequest, boot: string, logonAt: string): SessionRecord {
  const { id, user, program, lease } = request
  const record = { v: 1 as const, id, user, pid, startTime: startTimeOf(pid) ?? '', boot, logonAt, program }
  return lease === false ? { ...record, lease } : record
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`cannot start the program: ${error.message}`)))
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/** Passes the launcher's signals on. They are handled between turns of the event loop, so none comes before `child`. */
class SignalForwarder {
  child: ChildProcess | null = null
  private readonly forward = (signal: NodeJS.Signals) => {
    if (this.child) signalGroup(this.child, signal)
  }
  // The kernel lets a terminal stop no group that is alone in its session: SIGSTOP does. SIGCONT is passed on again.
  private readonly pause = () => {
    this.forward('SIGSTOP')
    process.kill(process.pid, 'SIGSTOP')
  }

  constructor() {
    for (const signal of FORWARDED) process.on(signal, this.forward)
    process.on('SIGTSTP', this.pause)
  }

  stop(): void {
    for (const signal of FORWARDED) process.off(signal, this.forward)
    process.off('SIGTSTP', this.pause)
  }
}

/** Signals the whole group: the program, and what it started in the foreground. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It has just ended.
  }
}
