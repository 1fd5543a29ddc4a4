/** The one place that knows which drivers there are. */

import type { Clock } from '../clock'
import { type Log, silentLog } from '../log'
import { type Random, seededRandom, seedOf } from '../random'
import type { Storage } from '../storage/storage'
import type { Driver } from './driver'
import { type DhcpReadiness, dhcpReadiness } from './linux/dhcp/readiness'
import { LinuxDriver } from './linux/driver'
import { linuxFacts } from './linux/facts'
import { FilterFiles } from './linux/filter/filter-files'
import { filterParts, type Probe, probeFilter } from './linux/filter/probe'
import { SessionFilter } from './linux/filter/session-filter'
import { type Verified, verifySessions } from './linux/filter/verify'
import { removeVip } from './linux/filter/vip-address'
import { LeaseFiles } from './linux/virtual-ip/lease-files'
import { SimulatedDriver, type SimulatedHostOptions } from './simulated/driver'
import { WindowsDriver } from './windows/driver'
import { windowsPorts } from './windows/system/ports'

export { enforcingPlace, wantsEnforcement } from './linux/filter/enforcing-place'
export type { SimulatedDriver } from './simulated/driver'
export { FAULT_HELP, type Fault, faultOf } from './simulated/faults'
export type { SimulatedSession } from './simulated/world'

export const DRIVERS = ['linux', 'windows', 'simulated'] as const
export type DriverName = (typeof DRIVERS)[number]

interface Selection {
  driver: DriverName
  stateDirectory: string
  storage: Storage
  clock: Clock
  /** For the simulated driver. */
  seed: number
  /** For the simulated driver: the name it gives itself. */
  name: string
  log?: Log
  /** For the linux driver: change nothing, whatever the machine allows. */
  observeOnly?: boolean
}

/** What fits this machine; null where only a simulated host runs. */
export function defaultDriver(): DriverName | null {
  return process.platform === 'linux' ? 'linux' : process.platform === 'win32' ? 'windows' : null
}

/** @throws Error for a driver that cannot run on this machine. */
export function selectDriver(selection: Selection): Driver {
  const {
    driver,
    stateDirectory,
    storage,
    clock,
    seed,
    name,
    log = silentLog,
    observeOnly = false,
  } = selection
  if (driver === 'simulated') {
    const random: Random = seededRandom(seedOf(seed, name))
    return simulatedDriver({ name, index: 0, seed, sessions: 6, sessionMinutes: 10, clock, random })
  }
  if (driver === 'windows') return windowsDriver({ stateDirectory, storage, clock, log })
  if (process.platform !== 'linux') throw new Error(`the linux driver does not run on ${process.platform}`)
  return new LinuxDriver({ stateDirectory, storage, clock, log, observeOnly })
}

/** @throws Error on another system: the make-believe Windows of the tests stands behind the driver's ports. */
export function windowsDriver({
  stateDirectory,
  storage,
  clock,
  log = silentLog,
}: Pick<Selection, 'stateDirectory' | 'storage' | 'clock' | 'log'>): WindowsDriver {
  if (process.platform !== 'win32') throw new Error(`the windows driver does not run on ${process.platform}`)
  return new WindowsDriver({ ports: windowsPorts(stateDirectory), storage, clock, log })
}

export function simulatedDriver(options: SimulatedHostOptions): SimulatedDriver {
  return new SimulatedDriver(options)
}

/** What `vipfarm-agent probe` tells: the driver that this machine gets, why, and whether it can lease by DHCP. */
export async function probeHost(): Promise<Probe & { dhcp: DhcpReadiness }> {
  return { ...(await probeFilter()).probe, dhcp: await dhcpReadiness() }
}

/** What this machine is, by its own account. */
export const hostFacts = linuxFacts

/**
 * Takes off a Linux host what its agent put there: the filter of each session, and the sessions' virtual IPs.
 * @throws Error where sessions are filtered and this machine cannot be asked
 */
export async function withdrawFilter(stateDirectory: string): Promise<number> {
  const leases = new LeaseFiles(stateDirectory)
  for (const { id, lease, device } of await leases.all()) {
    if (lease) await removeVip(lease.address, device)
    await leases.remove(id)
  }
  const parts = filterParts()
  if (!('code' in parts)) return new SessionFilter(stateDirectory, parts.bpftool, parts.object).withdraw()
  const filtered = await new FilterFiles(stateDirectory).sessions()
  if (filtered.length > 0) throw new Error(`${parts.reason}. ${parts.mend}`)
  return 0
}

/** Tries the filter out in each session of a state directory. @throws Error where this machine cannot enforce */
export async function verifyHost(stateDirectory: string): Promise<Verified[]> {
  const parts = filterParts()
  if ('code' in parts) throw new Error(`${parts.reason}. ${parts.mend}`)
  return verifySessions(new SessionFilter(stateDirectory, parts.bpftool, parts.object), stateDirectory)
}
