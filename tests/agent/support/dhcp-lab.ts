/** A host and a real DHCP server in network namespaces of their own, with a cable between them. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { VirtualIpState } from '~/agent/drivers/linux/virtual-ip/virtual-ips'
import type { VirtualIpWish } from '~/agent/drivers/linux/virtual-ip/wish'
import { until } from '~/tests/support/until'

const STRANGER = '02:00:5e:00:53:99'

export const SERVERS = ['kea', 'dnsmasq'] as const
export type ServerName = (typeof SERVERS)[number]

const NEEDED = {
  ip: 'iproute2',
  nft: 'nftables',
  nsenter: 'util-linux',
  'kea-dhcp4': 'kea-dhcp4-server',
  dnsmasq: 'dnsmasq-base',
}

/** Null where this machine runs these tests, else why not. */
export function missingForDhcp(): string | null {
  if (process.platform !== 'linux') return `network namespaces are of Linux, this is ${process.platform}`
  if (process.getuid?.() !== 0) return 'only root makes network namespaces'
  for (const [command, debian] of Object.entries(NEEDED)) {
    const found = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'].some((path) => existsSync(join(path, command)))
    if (!found) return `the command ${command} is missing: apt-get install --no-install-recommends ${debian}`
  }
  try {
    const name = `vfd${process.pid}`
    run('ip', 'netns', 'add', name)
    run('ip', 'netns', 'del', name)
    return null
  } catch (error) {
    return `this machine makes no network namespace: ${(error as Error).message.split('\n')[0]}`
  }
}

const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'pipe'] })

export interface Scope {
  /** The last octets of the range. */
  first: number
  last: number
  leaseSeconds: number
  renewSeconds: number
  rebindSeconds: number
}

export const USUAL_SCOPE: Scope = {
  ...{ first: 100, last: 150, leaseSeconds: 600 },
  ...{ renewSeconds: 300, rebindSeconds: 500 },
}

interface Seen extends VirtualIpState {
  id: number
}

let made = 0

export class DhcpLab {
  private readonly name = `vd${process.pid.toString(36)}${(++made).toString(36)}`
  private readonly directory: string
  private server: ChildProcess | null = null
  private host: ChildProcess | null = null
  private readonly others: ChildProcess[] = []
  private readonly seen = new Map<number, Seen>()
  private followed = 0
  private asked = 0
  private told = ''
  serverSaid = ''
  hostSaid = ''

  /** @param bundle the built `lease-host` */
  constructor(
    root: string,
    private readonly bundle: string,
    private readonly kind: ServerName,
  ) {
    this.directory = join(root, this.name)
    mkdirSync(this.directory, { recursive: true })
    const { name } = this
    const [server, host] = [`${name}s`, `${name}h`]
    run('ip', 'netns', 'add', server)
    run('ip', 'netns', 'add', host)
    run('ip', '-n', server, 'link', 'add', 'br0', 'type', 'bridge')
    run('ip', '-n', server, 'addr', 'add', '10.9.0.1/24', 'dev', 'br0')
    run('ip', '-n', server, 'link', 'set', 'br0', 'up')
    this.plug(host, 'eth0', 'p1')
    run('ip', '-n', host, 'addr', 'add', '10.9.0.2/24', 'dev', 'eth0')
    for (const one of [server, host]) run('ip', '-n', one, 'link', 'set', 'lo', 'up')
  }

  /** A cable from a machine's adapter to the switch. */
  private plug(machine: string, adapter: string, port: string): void {
    const server = `${this.name}s`
    run('ip', '-n', server, 'link', 'add', port, 'type', 'veth', 'peer', 'name', adapter, 'netns', machine)
    run('ip', '-n', server, 'link', 'set', port, 'master', 'br0', 'up')
    run('ip', '-n', machine, 'link', 'set', adapter, 'up')
  }

  /** Another machine that has taken an address by itself. */
  squat(last: number): void {
    const squatter = `${this.name}q`
    run('ip', 'netns', 'add', squatter)
    this.plug(squatter, 'eth0', 'p2')
    run('ip', '-n', squatter, 'addr', 'add', `10.9.0.${last}/24`, 'dev', 'eth0')
  }

  /** The server still has its table's rows for these addresses from an earlier holder. */
  rememberAnother(first: number, last: number): void {
    const rows = Array.from({ length: last - first + 1 }, (_, at) => `10.9.0.${first + at}`)
    const lines = rows.map((one) => `neigh replace ${one} lladdr ${STRANGER} dev br0 nud stale\n`)
    const batch = ['-n', `${this.name}s`, '-batch', '-']
    execFileSync('ip', batch, { input: lines.join(''), timeout: 10_000 })
  }

  /** Whether the server's table has the host's own adapter for an address. */
  knowsHost(address: string): boolean {
    const row = run('ip', '-n', `${this.name}s`, 'neigh', 'show', address, 'dev', 'br0')
    const [, mac] = /lladdr (\S+)/.exec(row) ?? []
    const adapter = run('ip', '-n', `${this.name}h`, 'link', 'show', 'dev', 'eth0')
    return mac !== undefined && adapter.includes(mac)
  }

  /** Of three datagrams that the host sends to servers, two are lost. */
  loseTwoOfThree(): void {
    const rules = `table ip lossy {
      chain out {
        type filter hook output priority 0
        udp dport 67 numgen inc mod 3 < 2 drop
      }
    }\n`
    const nft = ['nft', '-f', '-']
    execFileSync('nsenter', [`--net=/run/netns/${this.name}h`, ...nft], { input: rules, timeout: 10_000 })
  }

  async startServer(scope: Partial<Scope> = {}): Promise<void> {
    const whole = { ...USUAL_SCOPE, ...scope }
    const child = this.kind === 'kea' ? this.kea(whole) : this.dnsmasq(whole)
    this.server = child
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        said += chunk
        this.serverSaid += chunk
      })
    }
    const ready = this.kind === 'kea' ? 'DHCP4_STARTED' : 'sockets bound exclusively'
    await until(
      `${this.kind} to serve`,
      () => {
        if (child.exitCode !== null) throw new Error(`${this.kind} ended: ${said}`)
        return said.includes(ready)
      },
      DEADLINE_MS,
    )
  }

  async stopServer(): Promise<void> {
    await ended(this.server)
    this.server = null
  }

  private kea({ first, last, leaseSeconds, renewSeconds, rebindSeconds }: Scope): ChildProcess {
    const file = join(this.directory, 'kea.json')
    const logger = {
      name: 'kea-dhcp4',
      severity: 'INFO',
      output_options: [{ output: 'stdout', flush: true }],
    }
    const config = {
      Dhcp4: {
        'interfaces-config': { interfaces: ['br0'], 'dhcp-socket-type': 'raw' },
        'lease-database': { type: 'memfile', persist: false },
        'valid-lifetime': leaseSeconds,
        'renew-timer': renewSeconds,
        'rebind-timer': rebindSeconds,
        authoritative: true,
        subnet4: [{ id: 1, subnet: '10.9.0.0/24', pools: [{ pool: `10.9.0.${first}-10.9.0.${last}` }] }],
        loggers: [logger],
      },
    }
    writeFileSync(file, JSON.stringify(config))
    const { directory } = this
    const env = { ...process.env, KEA_PIDFILE_DIR: directory, KEA_LOCKFILE_DIR: directory }
    return this.inside('s', 'kea-dhcp4', ['-c', file], env)
  }

  private dnsmasq({ first, last, leaseSeconds, renewSeconds }: Scope): ChildProcess {
    // Two minutes is the shortest lease it gives.
    const range = `10.9.0.${first},10.9.0.${last},${Math.max(120, leaseSeconds)}`
    const where = ['--port=0', '--interface=br0', '--bind-interfaces', `--dhcp-range=${range}`]
    const how = ['--no-ping', '--dhcp-authoritative', '--log-facility=-', '--user=root', '--pid-file']
    // It takes no T2 below three seconds, and makes T1 one less where T2 is short.
    const times = [`--dhcp-option=option:T2,${Math.max(3, renewSeconds + 1)}`]
    const leases = `--dhcp-leasefile=${join(this.directory, 'dnsmasq.leases')}`
    const args = ['-k', '--conf-file=/dev/null', '--log-debug', ...where, ...how, ...times, leases]
    return this.inside('s', 'dnsmasq', args)
  }

  /** Runs something on the host. */
  onHost(program: string, ...args: string[]): ChildProcess {
    const child = this.inside('h', program, args)
    this.others.push(child)
    return child
  }

  private inside(machine: 's' | 'h', program: string, args: string[], env = process.env): ChildProcess {
    const namespace = `--net=/run/netns/${this.name}${machine}`
    return spawn('nsenter', [namespace, program, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  }

  startHost(): void {
    const child = this.inside('h', process.execPath, [this.bundle, join(this.directory, 'state'), 'machine'])
    this.host = child
    this.seen.clear()
    child.stderr?.on('data', (chunk) => {
      this.hostSaid += chunk
    })
    if (!child.stdout) throw new Error('no output')
    createInterface(child.stdout).on('line', (line) => {
      const said = JSON.parse(line) as Seen | 'followed'
      if (said === 'followed') this.followed += 1
      else this.seen.set(said.id, said)
    })
  }

  async killHost(): Promise<void> {
    await ended(this.host, 'SIGKILL')
    this.host = null
  }

  /** These are the open sessions now. Resolves when those that are over have given their addresses back. */
  async sessions(ids: readonly number[], wish: VirtualIpWish | null = DHCP): Promise<void> {
    const line = JSON.stringify({ wish, sessions: ids.map((id) => ({ id, logonAt: `logon ${id}` })) })
    this.host?.stdin?.write(`${line}\n`)
    this.told = line
    const wanted = ++this.asked
    await this.until('the keeper to follow', () => this.followed >= wanted)
  }

  /** The addresses of sessions once each has one, in their order. */
  async held(...ids: number[]): Promise<string[]> {
    return until(
      `sessions ${ids.join(' ')} to have addresses`,
      () => {
        const addresses = ids.flatMap((id) => this.seen.get(id)?.address ?? [])
        return addresses.length === ids.length && addresses
      },
      DEADLINE_MS,
    ).catch((error) => this.fail(error))
  }

  /** A session's shortage, once it is of that kind. */
  async short(id: number, code: string): Promise<string> {
    return until(
      `session ${id} to be without an address: ${code}`,
      () => {
        const shortage = this.seen.get(id)?.shortage
        return shortage?.code === code && shortage.message
      },
      DEADLINE_MS,
    ).catch((error) => this.fail(error))
  }

  /** The leased addresses that are on the host's adapter. */
  onAdapter(): string[] {
    const shown = run('ip', '-n', `${this.name}h`, '-o', '-4', 'addr', 'show', 'dev', 'eth0')
    return [...shown.matchAll(/inet ([\d.]+)\/32/g)].map(([, address]) => address ?? '').sort()
  }

  /** The instant at which the lease of a session ends. */
  expiresAt(id: number): number {
    const file = join(this.directory, 'state', 'leases', `${id}.json`)
    return JSON.parse(readFileSync(file, 'utf8')).lease.expiresAt
  }

  /** Waits for something, and tells what everybody said where it does not come. */
  async until<T>(what: string, condition: () => T | Promise<T>, deadlineMs = DEADLINE_MS) {
    return until(what, condition, deadlineMs).catch((error) => this.fail(error))
  }

  private fail(error: Error): never {
    throw new Error(
      `${error.message}\ntold: ${this.told}\nhost: ${this.hostSaid}\nserver: ${this.serverSaid}`,
    )
  }

  async close(): Promise<void> {
    await Promise.all([this.host, this.server, ...this.others].map((one) => ended(one, 'SIGKILL')))
    for (const machine of ['h', 'q', 's']) {
      if (existsSync(`/run/netns/${this.name}${machine}`)) run('ip', 'netns', 'del', `${this.name}${machine}`)
    }
  }
}

/** For waits that end as soon as they can: only a broken one takes so long. */
const DEADLINE_MS = 45_000

export const DHCP: VirtualIpWish = { source: 'dhcp', adapter: '10.9.0.0/24', pool: null, programs: [] }

async function ended(child: ChildProcess | null, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}
