/** The real systemd-logind on a machine that systemd did not boot, beside whatever the machine has. */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { cgroupMount, removeCgroup } from '~/agent/drivers/linux/filter/cgroup'
import type { Loginctl } from '~/agent/drivers/linux/logons/logind'

const run = promisify(execFile)
const LOGIND = '/lib/systemd/systemd-logind'
const STAGE = new URL('./logind-stage.py', import.meta.url).pathname
const BUS = `<busconfig><type>system</type><listen>unix:path=SOCKET</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>`

// /run of its own, in which logind believes that systemd has booted. Everything ends with the stage.
const SCRIPT = `
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/user
dbus-daemon --config-file="$1/bus.conf" --nofork & bus=$!
trap 'kill $logind $bus' EXIT
while [ ! -S "$1/bus" ]; do sleep 0.01; done
${LOGIND} 2>/dev/null & logind=$!
/usr/bin/python3 "$2" "$DBUS_SYSTEM_BUS_ADDRESS" "$3"`

export interface LogonRequest {
  uid: number
  pid: number
  service: string
  remote?: boolean
  host?: string
}

export class LogindStage {
  private readonly lines: AsyncIterator<string>
  private readonly uids = new Set<number>()

  private constructor(
    private readonly directory: string,
    private readonly child: ChildProcess,
    readonly mount: string,
  ) {
    if (!child.stdout) throw new Error('no output')
    this.lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  }

  /** Null where this machine can have it, else why not. */
  static missing(): string | null {
    const needed = [LOGIND, '/usr/bin/dbus-daemon', '/usr/bin/loginctl', '/usr/lib/python3/dist-packages/gi']
    const lacking = needed.find((path) => !existsSync(path))
    return lacking ? `${lacking} is missing: apt-get install systemd dbus-daemon python3-gi` : null
  }

  static async open(): Promise<LogindStage> {
    const mount = cgroupMount()
    if (mount === null) throw new Error('no cgroup version 2')
    const directory = mkdtempSync(join(tmpdir(), 'vipfarm-logind-'))
    const socket = join(directory, 'bus')
    writeFileSync(join(directory, 'bus.conf'), BUS.replace('SOCKET', socket))
    const child = spawn('unshare', ['--mount', 'sh', '-c', SCRIPT, 'sh', directory, STAGE, mount], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` },
    })
    const stage = new LogindStage(directory, child, mount)
    await stage.answer()
    return stage
  }

  /** `loginctl`, as it is where this logind runs. */
  readonly loginctl: Loginctl = async (args) => {
    const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(this.directory, 'bus')}` }
    const command = [`--mount=/proc/${this.child.pid}/ns/mnt`, 'loginctl', '--no-pager', ...args]
    return (await run('nsenter', command, { env, timeout: 10_000 })).stdout
  }

  /** Where this logind keeps its records. */
  get folder(): string {
    return `/proc/${this.child.pid}/root/run/systemd/sessions`
  }

  /** What PAM does at a logon. Gives back logind's name of the session. */
  async logOn(request: LogonRequest): Promise<string> {
    this.uids.add(request.uid)
    const { id } = await this.ask({ open: request })
    return String(id)
  }

  async logOff(id: string): Promise<void> {
    await this.ask({ close: id })
  }

  /** The groups that systemd would have made for a user. */
  slice(uid: number): string {
    return join(this.mount, 'user.slice', `user-${uid}.slice`)
  }

  scope(uid: number, id: string): string {
    return join(this.slice(uid), `session-${id}.scope`)
  }

  async close(): Promise<void> {
    this.child.stdin?.end()
    if (this.child.exitCode === null) await once(this.child, 'exit')
    rmSync(this.directory, { recursive: true, force: true })
    for (const uid of this.uids) await removeCgroup(this.slice(uid))
    // Where systemd runs, the folder above is its own.
    await rmdir(join(this.mount, 'user.slice')).catch(() => undefined)
  }

  /** systemd removes empty groups; its stand-in leaves that to us. */
  removeGroup(path: string): void {
    rmdirSync(path)
  }

  private async ask(command: object): Promise<Record<string, unknown>> {
    this.child.stdin?.write(`${JSON.stringify(command)}\n`)
    return this.answer()
  }

  private async answer(): Promise<Record<string, unknown>> {
    const { value, done } = await this.lines.next()
    if (done) throw new Error('the stage of logind has ended')
    const answer = JSON.parse(value) as Record<string, unknown>
    if (answer.error) throw new Error(String(answer.error))
    return answer
  }
}
