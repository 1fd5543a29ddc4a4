/**
 * A Windows session host in memory, behind the driver's ports. It behaves as documented: policy before local value,
 * `VirtualMode` absent means per program, WMI refuses what group policy owns, and the component reads its values when
 * the host starts. What no document says, it does not do.
 */

import {
  type MachineFacts,
  PortError,
  type PortProblem,
  type RegistryData,
  type RegistryValues,
  type SocketRow,
  type TsvipEvent,
  type VirtualIpState,
  type WindowsPorts,
  type WtsSession,
} from '~/agent/drivers/windows/ports'
import { LOCAL_KEY, POLICY_KEY } from '~/formats/registry/reg-keys'

export const RELEASES = {
  '2008 R2': { build: 7601, caption: 'Microsoft Windows Server 2008 R2 Standard ' },
  '2012 R2': { build: 9600, caption: 'Microsoft Windows Server 2012 R2 Standard' },
  '2016': { build: 14393, caption: 'Microsoft Windows Server 2016 Standard' },
  '2019': { build: 17763, caption: 'Microsoft Windows Server 2019 Datacenter' },
  '2022': { build: 20348, caption: 'Microsoft Windows Server 2022 Datacenter' },
  '2025': { build: 26100, caption: 'Microsoft Windows Server 2025 Datacenter' },
} as const
export type Release = keyof typeof RELEASES

export const CATALOG_KEY =
  'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\WinSock2\\Parameters\\AppId_Catalog\\2C69D9F1'

interface Key {
  values: Map<string, RegistryData>
  denied: boolean
}

let machines = 0

export class FakeWindows implements WindowsPorts {
  readonly machineFacts: MachineFacts
  readonly wts: WtsSession[] = []
  readonly rows: SocketRow[] = []
  readonly log: TsvipEvent[] = []
  readonly serviceStates = new Map<string, 'running' | 'stopped'>([
    ['termservice', 'running'],
    ['dhcp', 'running'],
  ])
  /** Every write, in order: `key\name`. */
  readonly writes: string[] = []
  /** Called in the middle of a write: somebody else is at work, or the power goes. */
  onWrite: ((key: string, name: string) => void) | null = null
  wmiProblem: { code: PortProblem; message: string } | null = null
  private readonly keys = new Map<string, Key>()
  private adapterMac = ''
  private boots = 0

  constructor(options: { release?: Release; name?: string; facts?: Partial<MachineFacts> } = {}) {
    const { release = '2022', name = 'WIN1', facts } = options
    machines += 1
    const serial = machines.toString(16).padStart(12, '0')
    const address = `10.7.${Math.floor(machines / 250)}.${(machines % 250) + 1}`
    this.machineFacts = {
      computerName: name,
      ...RELEASES[release],
      productType: 3,
      sku: 8,
      arch: 'x64',
      uuid: `4c4c4544-0000-4000-8000-${serial}`,
      machineGuid: '0f8a1c9e-2f1d-4c6b-9d8e-5a4b3c2d1e0f',
      manufacturer: 'VMware, Inc.',
      model: 'VMware7,1',
      assetTag: 'No Asset Tag',
      bootStamp: '134000000000000000',
      adapters: [
        {
          name: 'Ethernet0',
          mac: '00-50-56-00-00-01',
          addresses: [{ address, prefix: 16 }],
          dhcp: true,
          dhcpServers: ['10.7.0.2'],
        },
      ],
      ...facts,
    }
    if (release === '2019' || release === '2022')
      this.setValue(CATALOG_KEY, 'PermittedLspCategories', dword(0x40000000))
    this.reboot()
  }

  setValue(key: string, name: string, data: RegistryData): void {
    this.keyOf(key).values.set(name.toLowerCase(), data)
  }

  valueOf(key: string, name: string): RegistryData | undefined {
    return this.keys.get(key.toLowerCase())?.values.get(name.toLowerCase())
  }

  dropKey(key: string): void {
    this.keys.delete(key.toLowerCase())
  }

  deny(key: string): void {
    this.keyOf(key).denied = true
  }

  /** Everybody out, a new boot. */
  reboot(): void {
    this.boots += 1
    this.machineFacts.bootStamp = String(
      134_000_000_000_000_000n + BigInt(machines) * 1_000_000n + BigInt(this.boots),
    )
    this.wts.length = 0
    this.rows.length = 0
  }

  logon(session: Partial<WtsSession> & { id: number }): WtsSession {
    const made: WtsSession = {
      state: 0,
      station: `ICA-TCP#${session.id}`,
      user: `user${session.id}`,
      domain: 'CONTOSO',
      protocolType: 1,
      logonAt: 1_790_000_000_000 + session.id,
      clientName: `PC-${session.id}`,
      clientIp: '192.168.4.20',
      virtualIp: '',
      ...session,
    }
    this.wts.push(made)
    return made
  }

  readonly registry = {
    read: async (key: string): Promise<RegistryValues | null> => {
      const found = this.keys.get(key.toLowerCase())
      if (!found) return null
      this.allow(found, key)
      return new Map(found.values)
    },
    write: async (key: string, name: string, data: RegistryData): Promise<void> => {
      this.allow(this.keyOf(key), key)
      this.setValue(key, name, data)
      this.writes.push(`${key}\\${name}`)
      this.onWrite?.(key, name)
    },
    remove: async (key: string, name: string): Promise<void> => {
      const found = this.keys.get(key.toLowerCase())
      if (!found) return
      this.allow(found, key)
      found.values.delete(name.toLowerCase())
      this.writes.push(`${key}\\${name} removed`)
    },
  }

  readonly wmi = {
    virtualIp: async (): Promise<VirtualIpState> => this.virtualIpState(),
    setVirtualIpActive: async (active: boolean) => this.set('EnableVirtualIP', dword(active ? 1 : 0)),
    setVirtualIpMode: async (mode: 0 | 1) => this.set('VirtualMode', dword(mode)),
    setProgramList: async (programs: readonly string[]) =>
      this.set('PerApp', { type: 'multi', value: [...programs] }),
    selectNetworkAdapter: async (mac: string) => {
      const state = this.virtualIpState()
      const known = this.machineFacts.adapters.some((one) => one.mac.toUpperCase() === mac.toUpperCase())
      if (!known || state.mode === 0) throw new PortError('refused', 'Win32_TSVirtualIP answered 2147942487')
      this.adapterMac = mac
      this.writes.push(`WMI\\NetworkAdapterMacAddress`)
    },
  }

  readonly sessions = {
    list: async () => {
      this.needsService()
      return this.wts.map((one) => ({ ...one }))
    },
  }
  readonly sockets = { list: async () => this.rows.map((one) => ({ ...one })) }
  readonly events = { tsvipSince: async (instant: number) => this.log.filter(({ at }) => at >= instant) }
  readonly services = {
    state: async (name: string) => this.serviceStates.get(name.toLowerCase()) ?? ('absent' as const),
  }
  readonly machine = { facts: async () => structuredClone(this.machineFacts) }
  async close(): Promise<void> {}

  private virtualIpState(): VirtualIpState {
    if (this.wmiProblem) throw new PortError(this.wmiProblem.code, this.wmiProblem.message)
    const policy = (name: string) => this.valueOf(POLICY_KEY, name)
    const value = (name: string) => policy(name) ?? this.valueOf(LOCAL_KEY, name)
    const [active, mode, programs] = [value('EnableVirtualIP'), value('VirtualMode'), value('PerApp')]
    return {
      active: active?.type === 'dword' && active.value !== 0,
      mode: mode?.type === 'dword' && mode.value === 0 ? 0 : 1,
      programs: programs?.type === 'multi' ? [...programs.value] : [],
      adapterMac: this.adapterMac,
      policy: {
        active: policy('EnableVirtualIP') !== undefined,
        mode: policy('VirtualMode') !== undefined,
        programs: policy('PerApp') !== undefined,
        adapter: policy('VIPAdapter') !== undefined,
      },
    }
  }

  private set(name: string, data: RegistryData): void {
    this.virtualIpState()
    if (this.valueOf(POLICY_KEY, name))
      throw new PortError('refused', 'Win32_TSVirtualIP answered 2147749911')
    this.setValue(LOCAL_KEY, name, data)
    this.writes.push(`WMI\\${name}`)
    this.onWrite?.('WMI', name)
  }

  private needsService(): void {
    if (this.serviceStates.get('termservice') !== 'running')
      throw new PortError('refused', 'The RPC server is unavailable.')
  }

  private keyOf(key: string): Key {
    const found = this.keys.get(key.toLowerCase()) ?? { values: new Map(), denied: false }
    this.keys.set(key.toLowerCase(), found)
    return found
  }

  private allow({ denied }: Key, key: string): void {
    if (denied) throw new PortError('access-denied', `access to ${key} is denied`)
  }
}

export const dword = (value: number): RegistryData => ({ type: 'dword', value })
