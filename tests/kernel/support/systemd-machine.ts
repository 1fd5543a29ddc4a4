/** A machine of `systemd-machine.sh`, with an agent's driver in it that tells what it sees. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cgroupMount, insideCgroup, makeCgroup, removeCgroup } from '~/agent/drivers/linux/filter/cgroup'
import { BUILD_FILE, OBJECT_FILE, SLOW_OBJECT_FILE } from '~/agent/drivers/linux/filter/filter-object'
import { bundled } from '~/tests/agent/support/build'
import { until } from '~/tests/support/until'
import type { Lab } from './lab'

const A_MINUTE = 60_000
const NEEDED = [
  '/lib/systemd/systemd',
  '/lib/systemd/systemd-logind',
  '/usr/bin/dbus-daemon',
  '/usr/sbin/useradd',
]

/** What the driver saw when it looked last. */
export interface Look {
  seen: {
    id: number
    user: string
    protocol: string | null
    enforcement: string
    uncovered: string[]
    proved: boolean
  }[]
  loopbacks: string[]
}

/** What this machine lacks for it, or null. */
export function lackingForSystemd(): string | null {
  const pam = readFileSync('/etc/pam.d/common-session', 'utf8')
  const lacking =
    NEEDED.find((path) => !existsSync(path)) ?? (pam.includes('pam_systemd') ? null : 'pam_systemd')
  return lacking && `${lacking} is missing: apt-get install systemd dbus libpam-systemd`
}

export class SystemdMachine {
  private process: ChildProcess | null = null

  private constructor(
    /** Seen inside under its own path. */
    readonly folder: string,
    private readonly group: string,
  ) {}

  /** With the agent in its folder, and nothing that runs yet. */
  static async make(lab: Lab): Promise<SystemdMachine> {
    const folder = mkdtempSync(join(tmpdir(), 'vipfarm-systemd-'))
    chmodSync(folder, 0o755)
    mkdirSync(join(folder, 'agent'))
    const driver = await bundled('tests/kernel/support/systemd-driver.ts', lab.directory)
    copyFileSync(driver, join(folder, 'agent/driver.mjs'))
    for (const file of [OBJECT_FILE, SLOW_OBJECT_FILE, BUILD_FILE])
      copyFileSync(join(dirname(lab.agent), file), join(folder, 'agent', file))
    return new SystemdMachine(folder, join(cgroupMount() ?? '', `vipfarm-test-systemd-${process.pid}`))
  }

  put(from: string, name: string): string {
    copyFileSync(from, join(this.folder, name))
    return join(this.folder, name)
  }

  write(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text)
    return join(this.folder, name)
  }

  /** @param stage the script in `support` that makes it */
  async start(stage: string, users: readonly string[]): Promise<void> {
    makeCgroup(this.group)
    const script = new URL(`./${stage}`, import.meta.url).pathname
    const namespaces = ['--pid', '--fork', '--kill-child', '--mount', '--cgroup', '--uts', '--ipc', '--net']
    const command = [...namespaces, 'sh', script, this.folder, process.execPath, ...users]
    this.process = insideCgroup(this.group, cgroupMount() ?? '', () =>
      spawn('unshare', command, { stdio: 'ignore' }),
    )
  }

  /** Waits until the driver sees it so. */
  async looked(what: string, is: (look: Look) => boolean): Promise<Look> {
    const file = join(this.folder, 'seen')
    return until(
      what,
      () => {
        if (!existsSync(file)) return null
        const look = JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1) || 'null') as Look | null
        return look && is(look) ? look : null
      },
      A_MINUTE,
    )
  }

  async close(): Promise<void> {
    this.process?.kill('SIGKILL')
    if (this.process) await once(this.process, 'close')
    await until('the machine to be gone', () => removeCgroup(this.group))
    rmSync(this.folder, { recursive: true, force: true })
  }
}
