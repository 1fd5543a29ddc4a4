/** Where one state directory's part of the kernel filter lives: its control groups and its pins. */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cgroupMount } from './cgroup'
import { SYSTEM_ENVIRONMENT } from './system-command'

const SHARED_BPFFS = '/sys/fs/bpf'
const OWN_BPFFS = '/run/vipfarm-agent'
const MOUNT_TIMEOUT_MS = 10_000

/** Two agents of one machine (tests, a demo) must not meet: everything bears the mark of the state directory. */
export function instanceOf(stateDirectory: string): string {
  let path = resolve(stateDirectory)
  try {
    path = realpathSync(path)
  } catch {
    // Made later.
  }
  return createHash('sha256').update(path).digest('hex').slice(0, 10)
}

export class FilterPlace {
  /** The mount of cgroup version 2. */
  readonly mount: string
  /** Holds the groups of the sessions. */
  readonly cgroup: string

  /** @throws Error where there is no cgroup version 2 */
  constructor(readonly instance: string) {
    const mount = cgroupMount()
    if (mount === null) throw new Error('cgroup version 2 is not mounted')
    this.mount = mount
    this.cgroup = join(mount, `vipfarm-${instance}`)
  }

  cgroupOf(session: number): string {
    return join(this.cgroup, `s${session}`)
  }

  /** What the filter of a session is attached to. */
  groupOf(session: { id: number; group?: { attach: string } }): string {
    return session.group?.attach ?? this.cgroupOf(session.id)
  }

  /**
   * Only root looks in. The system's bpffs where it has one that is root's alone, else one of our own, which goes with the
   * last session: in one that is open to all, as mount(8) makes it, anybody could have put something under our name.
   */
  get pins(): string {
    return isSharedOurs() ? join(SHARED_BPFFS, `vipfarm-${this.instance}`) : join(this.ownBpffs, 'pins')
  }

  private get ownBpffs(): string {
    return join(OWN_BPFFS, this.instance)
  }

  /** @throws Error where no bpffs can be mounted */
  makePins(): string {
    if (!isSharedOurs() && !isBpffs(this.ownBpffs)) {
      mkdirSync(this.ownBpffs, { recursive: true, mode: 0o700 })
      execFileSync('mount', ['-t', 'bpf', '-o', 'mode=0700,nosuid,nodev,noexec', 'bpf', this.ownBpffs], {
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: MOUNT_TIMEOUT_MS,
        env: SYSTEM_ENVIRONMENT,
      })
    }
    const { pins } = this
    mkdirSync(pins, { recursive: true, mode: 0o700 })
    return pins
  }

  /** The loads that are pinned, by name; none where there are none. */
  pinned(): string[] {
    try {
      return readdirSync(this.pins)
    } catch {
      return []
    }
  }

  removePins(): void {
    rmSync(this.pins, { recursive: true, force: true })
    if (!isBpffs(this.ownBpffs)) return
    execFileSync('umount', [this.ownBpffs], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: MOUNT_TIMEOUT_MS,
      env: SYSTEM_ENVIRONMENT,
    })
    rmdirSync(this.ownBpffs)
    // The parent is shared with other state directories.
    try {
      rmdirSync(OWN_BPFFS)
    } catch {
      // Others are in it.
    }
  }
}

function isSharedOurs(): boolean {
  if (!isBpffs(SHARED_BPFFS)) return false
  const { uid, mode } = statSync(SHARED_BPFFS)
  return uid === 0 && (mode & 0o022) === 0
}

function isBpffs(path: string): boolean {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .some((line) => {
      const [, mounted, type] = line.split(' ')
      return mounted === path && type === 'bpf'
    })
}
