/** Conditions of the host that its settings need, each with its mend. Pure: what was found in, what it means out. */

import type { HostConfig } from '~/domain/host-config'
import { applicability, windowsRelease } from '~/domain/platform'
import { preflightChecks } from '~/domain/preflight'
import type { HostCheck } from '~/protocol/report'
import { adapterFor } from './adapters'
import { cloudOf, hostFactsOf, osEdition, osVersion } from './machine-facts'
import type { MachineFacts, VirtualIpState } from './ports'

export interface Findings {
  machine: MachineFacts
  boot: string
  /** Null where WMI does not answer. */
  wmi: VirtualIpState | null
  wmiProblem: string
  services: { termService: ServiceState; dhcp: ServiceState }
  /** Whether the WinSock key that stops virtual IP is there. */
  catalog: boolean | 'unknown'
  /** The boot in which it was last seen. */
  catalogBoot: string | null
  /** What could not be read back, and why. */
  unreadable: ReadonlyMap<string, string>
}
type ServiceState = 'running' | 'stopped' | 'absent' | 'unknown'

export function hostChecks(config: HostConfig, found: Findings): HostCheck[] {
  const { settings } = config
  const checks = [serverOs(found.machine), ...readable(found)]
  if (settings.VirtualIpEnabled !== true) return checks
  return [
    ...checks,
    ...winsockCatalog(config, found),
    sessionHost(found),
    wmiAnswers(found),
    cloud(found.machine),
    ...adapter(config, found),
    ...dhcp(config, found),
  ]
}

function serverOs(machine: MachineFacts): HostCheck {
  const code = 'server-os'
  const version = osVersion(machine)
  const named = [version, osEdition(machine)].filter(Boolean).join(' ')
  const host = { ...hostFactsOf(machine), tags: [] }
  const able = applicability('VirtualLoopbackSupport', host, {})
  if (able.applicable) return { code, state: 'fine', message: named }
  const release = windowsRelease(version)
  if (release.kind === 'server' && release.release === '2025') {
    const mend = 'Test it on one host first; a farm setting allows unverified releases'
    return { code, state: 'attention', message: `${named}: nobody has verified it`, mend }
  }
  return { code, state: 'broken', message: able.reason, mend: 'Use a supported Windows Server release' }
}

function readable({ unreadable }: Findings): HostCheck[] {
  return [...unreadable].map(([part, why]) => ({
    code: 'read-back',
    state: 'unknown',
    message: `${part} cannot be read, and is shown as it was last: ${why}`.slice(0, 500),
    mend: 'Let the agent run as LocalSystem, and look at the permissions of the key',
  }))
}

/** While the key bears its name, virtual IP does not work; after the renaming Windows needs one restart. */
function winsockCatalog(config: HostConfig, { machine, catalog, catalogBoot, boot }: Findings): HostCheck[] {
  const [check] = preflightChecks({ ...hostFactsOf(machine), tags: [] }, config.settings)
  if (!check) return []
  const { code, key, message } = check
  if (catalog === 'unknown') {
    return [
      { code, state: 'unknown', message: `${key} cannot be read`, mend: 'Let the agent run as LocalSystem' },
    ]
  }
  const name = key.slice(key.lastIndexOf('\\') + 1)
  if (catalog) {
    const mend = `As an administrator: reg export "${key}" ${name}.reg, then rename the key in regedit to ${name}-off, then restart the host`
    return [{ code, state: 'broken', message, mend }]
  }
  if (catalogBoot === boot) {
    const mend = 'Restart the host'
    return [
      {
        code,
        state: 'attention',
        message: `${name} was renamed; the host has not been restarted since`,
        mend,
      },
    ]
  }
  return [{ code, state: 'fine', message: `${name} is out of the way` }]
}

function sessionHost({ services: { termService } }: Findings): HostCheck {
  const code = 'session-host'
  if (termService === 'running') return { code, state: 'fine', message: 'Remote Desktop Services runs' }
  if (termService === 'unknown') return { code, state: 'unknown', message: 'services cannot be asked' }
  const message =
    termService === 'stopped' ? 'Remote Desktop Services is stopped' : 'Remote Desktop Services is not there'
  const mend =
    termService === 'stopped'
      ? 'Start the service TermService'
      : 'Install the role Remote Desktop Session Host'
  return { code, state: 'broken', message, mend }
}

function wmiAnswers({ wmi, wmiProblem }: Findings): HostCheck {
  const code = 'wmi'
  if (wmi) return { code, state: 'fine', message: 'Win32_TSVirtualIP answers' }
  const mend =
    'Run winmgmt /verifyrepository; where only the class is gone: mofcomp %SystemRoot%\\System32\\wbem\\tscfgwmi.mof'
  return { code, state: 'broken', message: `Win32_TSVirtualIP: ${wmiProblem}`.slice(0, 500), mend }
}

function cloud(machine: MachineFacts): HostCheck {
  const name = cloudOf(machine)
  if (name === null) return { code: 'cloud-hosted', state: 'fine', message: 'not a machine of a known cloud' }
  const mend = 'Use virtual loopback, or a host on the premises'
  return {
    code: 'cloud-hosted',
    state: 'broken',
    message: `${name}: virtual IP is not supported on cloud-hosted machines`,
    mend,
  }
}

function adapter({ settings }: HostConfig, { machine }: Findings): HostCheck[] {
  const code = 'adapter'
  const wanted = settings.VirtualIpAdapter ?? null
  const { adapters } = machine
  if (wanted === null) {
    if (adapters.length <= 1) return []
    const message = `the host has ${adapters.length} adapters, and no policy says which one carries virtual IPs`
    return [
      { code, state: 'attention', message, mend: 'Set VirtualIpAdapter to the network of the right one' },
    ]
  }
  const found = adapterFor(wanted, machine)
  if (found) return [{ code, state: 'fine', message: `${wanted} is ${found.name} (${found.mac})` }]
  const have = adapters.flatMap(({ addresses }) =>
    addresses.map(({ address, prefix }) => `${address}/${prefix}`),
  )
  const mend = `Name a network that this host has: ${have.join(', ') || 'it has none'}`
  return [{ code, state: 'broken', message: `no adapter of this host is ${wanted}`, mend }]
}

function dhcp({ settings }: HostConfig, { machine, services }: Findings): HostCheck[] {
  if ((settings.VirtualIpSource ?? 'dhcp') !== 'dhcp') return []
  const code = 'dhcp'
  if (services.dhcp === 'stopped' || services.dhcp === 'absent') {
    const message = 'the DHCP client does not run: it asks for the sessions’ addresses'
    return [{ code, state: 'broken', message, mend: 'Start the service Dhcp' }]
  }
  const wanted = settings.VirtualIpAdapter ?? null
  const used =
    wanted === null ? machine.adapters : [adapterFor(wanted, machine)].filter((one) => one !== undefined)
  const servers = [...new Set(used.flatMap(({ dhcpServers }) => dhcpServers))]
  if (servers.length > 0) return [{ code, state: 'fine', message: `leases come from ${servers.join(', ')}` }]
  const message = 'no DHCP server has given this adapter a lease: it has a fixed address, or none answers'
  const mend = 'Make sure that a DHCP server serves the adapter’s network, or use a pool'
  return [{ code, state: 'attention', message, mend }]
}
