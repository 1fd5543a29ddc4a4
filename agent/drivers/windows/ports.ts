/**
 * What the Windows driver needs of the machine, in narrow pieces: `system/` does it by `reg.exe` and PowerShell, tests
 * by a recorded host. Every method may throw `PortError`, and nothing else that is expected.
 */

import type { RegData } from '~/formats/registry/reg-file'

export type PortProblem =
  | 'access-denied'
  /** WMI does not answer, or its repository is broken. */
  | 'wmi-broken'
  /** Windows refuses because group policy owns the value. */
  | 'group-policy'
  | 'refused'
  | 'timeout'
  /** The program that asks the system is not there, or answers nonsense. */
  | 'unavailable'

export class PortError extends Error {
  override readonly name = 'PortError'
  constructor(
    readonly code: PortProblem,
    message: string,
  ) {
    super(message)
  }
}

export type RegistryData = Exclude<RegData, { type: 'deleted' }>
/** By name in lower case: the registry has no case. */
export type RegistryValues = ReadonlyMap<string, RegistryData>

export interface Registry {
  /** The values of a key (`HKEY_LOCAL_MACHINE\...`), or null where there is no such key. */
  read(key: string): Promise<RegistryValues | null>
  /** Makes the key where it is missing. */
  write(key: string, name: string, data: RegistryData): Promise<void>
  /** A value that is not there is removed already. */
  remove(key: string, name: string): Promise<void>
}

/** `Win32_TSVirtualIP` of Root\CIMv2\TerminalServices. */
export interface VirtualIpState {
  active: boolean
  /** 0 per session, 1 per program. */
  mode: 0 | 1
  programs: string[]
  /** As `52-54-00-12-34-56`; empty for none. */
  adapterMac: string
  /** Which values group policy owns (`PolicySource...` = 1). */
  policy: { active: boolean; mode: boolean; programs: boolean; adapter: boolean }
}

export interface Wmi {
  virtualIp(): Promise<VirtualIpState>
  setVirtualIpActive(active: boolean): Promise<void>
  setVirtualIpMode(mode: 0 | 1): Promise<void>
  setProgramList(programs: readonly string[]): Promise<void>
  selectNetworkAdapter(mac: string): Promise<void>
}

/** One row of WTSEnumerateSessions with what WTSQuerySessionInformation says of it. */
export interface WtsSession {
  id: number
  /** WTS_CONNECTSTATE_CLASS: 0 active, 1 connected, 4 disconnected, 5 idle, 6 listen. */
  state: number
  /** `ICA-TCP#3`, `RDP-Tcp#2`, `Console`, `Services`; empty for a disconnected session. */
  station: string
  user: string
  domain: string
  /** WTSClientProtocolType: 0 console, 1 the older ICA, 2 RDP. */
  protocolType: number
  /** Milliseconds since 1970; 0 where nobody is logged on. */
  logonAt: number
  clientName: string
  clientIp: string
  /** WTSSessionAddressV4; empty for a session without a virtual IP. */
  virtualIp: string
}

export interface Sessions {
  list(): Promise<WtsSession[]>
}

export interface SocketRow {
  protocol: 'tcp' | 'udp'
  listening: boolean
  local: { address: string; port: number }
  remote?: { address: string; port: number }
  pid: number
  /** The owning program, such as `softphone.exe`; empty where it ended meanwhile. */
  program: string
  session: number
}

export interface Sockets {
  list(): Promise<SocketRow[]>
}

/** An event of the channels `Microsoft-Windows-TerminalServices-TSAppSrv-TSVIP/Admin` and `/Operational`. */
export interface TsvipEvent {
  id: number
  at: number
  /** The event's insertion strings, in order. */
  values: string[]
}

export interface EventLog {
  /** At most some hundreds, oldest first. */
  tsvipSince(instant: number): Promise<TsvipEvent[]>
}

export interface Services {
  state(name: string): Promise<'running' | 'stopped' | 'absent'>
}

export interface NetworkAdapter {
  name: string
  mac: string
  addresses: { address: string; prefix: number }[]
  dhcp: boolean
  /** Servers that gave this adapter its lease. */
  dhcpServers: string[]
}

export interface MachineFacts {
  computerName: string
  /** Win32_OperatingSystem: Caption, BuildNumber, ProductType (1 desktop, 2 domain controller, 3 server), SKU. */
  caption: string
  build: number
  productType: number
  sku: number
  arch: 'x64' | 'x86' | 'arm64'
  /** Win32_ComputerSystemProduct.UUID. */
  uuid: string
  /** HKLM\SOFTWARE\Microsoft\Cryptography\MachineGuid: images carry it along. */
  machineGuid: string
  manufacturer: string
  model: string
  assetTag: string
  /** When wininit.exe started, as a FILETIME in decimal digits: one boot, one number, whatever the clock does after. */
  bootStamp: string
  adapters: NetworkAdapter[]
}

export interface Machine {
  facts(): Promise<MachineFacts>
}

export interface WindowsPorts {
  registry: Registry
  wmi: Wmi
  sessions: Sessions
  sockets: Sockets
  events: EventLog
  services: Services
  machine: Machine
  /** Lets go of what runs. */
  close(): Promise<void>
}
