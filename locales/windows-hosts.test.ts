import { describe, expect, it } from 'vitest'
import { hostChecks } from '~/agent/drivers/windows/checks'
import type { PolicySettings } from '~/domain/policy-model'
import { FakeWindows } from '~/tests/support/windows/fake-windows'
import { es } from './es'

/** Findings of a host where something is wrong, or nothing is. */
function found(more: Partial<Parameters<typeof hostChecks>[1]> = {}, settings: PolicySettings = {}) {
  const wmi = {
    active: true,
    mode: 0,
    programs: [],
    adapterMac: '',
    policy: { active: false, mode: false, programs: false, adapter: false },
  } as const
  return hostChecks(
    { v: 1, settings: { VirtualIpEnabled: true, ...settings }, notApplicable: [] },
    {
      machine: new FakeWindows({ release: '2022' }).machineFacts,
      boot: 'b',
      wmi: { ...wmi, programs: [] },
      wmiProblem: '',
      services: { termService: 'running', dhcp: 'running' },
      catalog: false,
      catalogBoot: null,
      unreadable: new Map(),
      ...more,
    },
  )
}

describe('what a host’s checks say', () => {
  it('is there in Spanish, fine or broken, with its mend', () => {
    const facts = (more: object) => ({ machine: new FakeWindows({ facts: more }).machineFacts })
    const lonely = { name: 'E', mac: '00-50-56-00-00-01', addresses: [], dhcp: false, dhcpServers: [] }
    const checks = [
      found({}, { VirtualIpAdapter: '10.7.0.0/16' }),
      found({ catalog: true, wmi: null, services: { termService: 'stopped', dhcp: 'stopped' } }),
      found(
        { catalog: 'unknown', services: { termService: 'absent', dhcp: 'unknown' } },
        { VirtualIpAdapter: '192.0.2.0/24' },
      ),
      found({ catalogBoot: 'b', services: { termService: 'unknown', dhcp: 'running' } }),
      found({
        ...facts({ manufacturer: 'Amazon EC2', adapters: [lonely, lonely] }),
        unreadable: new Map([['Citrix', 'denied']]),
      }),
      found({ machine: new FakeWindows({ release: '2025' }).machineFacts }),
    ].flat()
    const texts = new Set(checks.flatMap(({ message, mend }) => [message, ...(mend ? [mend] : [])]))
    const english = [...texts].filter(
      (text) =>
        es.windowsHosts.sentence(text) === text &&
        !/^Windows Server \d+ \w+$|^Win32_TSVirtualIP: $/.test(text),
    )
    expect(english).toEqual([])
    for (const { code } of checks) expect(es.windowsHosts.names).toHaveProperty(code)
  })
})
