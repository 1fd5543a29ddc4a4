import { describe, expect, it } from 'vitest'
import type { HostFacts } from '~/domain/host-facts'
import { applicability, unverifiedOs, windowsRelease } from '~/domain/platform'
import type { PolicySettings } from '~/domain/policy-model'
import { SETTING_IDS, settingShape } from '~/domain/settings'
import { linux, windows } from '~/tests/support/policies'

const both: PolicySettings = { VirtualLoopbackSupport: true, VirtualIpEnabled: true }
const can = (
  id: Parameters<typeof applicability>[0],
  host: HostFacts,
  winners: PolicySettings = both,
  options = {},
) => applicability(id, host, winners, options).applicable
const reason = (id: Parameters<typeof applicability>[0], host: HostFacts, winners: PolicySettings = both) => {
  const result = applicability(id, host, winners)
  return result.applicable ? '' : result.reason
}
const supported = ['2008 R2', '2012 R2', '2016', '2019', '2022'].map((release) => `Windows Server ${release}`)

describe('Rulebook 4: Windows releases', () => {
  it.each(supported)('%s does virtual loopback and virtual IP', (version) => {
    expect(can('VirtualLoopbackSupport', windows(version))).toBe(true)
    expect(can('VirtualLoopbackPrograms', windows(version))).toBe(true)
    expect(can('VirtualIpEnabled', windows(version))).toBe(true)
  })

  it.each([
    'Windows Server 2022 Datacenter',
    'Microsoft Windows Server 2019 Standard',
    'windows  server 2012 r2 Standard',
  ])('%s is known with its edition', (version) =>
    expect(can('VirtualLoopbackSupport', windows(version))).toBe(true),
  )

  it.each([
    ['Windows 10 Enterprise multi-session', 'multi-session'],
    ['Windows 11 Enterprise multi-session', 'multi-session'],
    ['Windows 10 Pro', 'desktop system'],
    ['Windows 11 Enterprise', 'desktop system'],
    ['Windows 7', 'desktop system'],
    ['Windows Server 2012', 'not among the supported releases'],
    ['Windows Server 2008', 'not among the supported releases'],
    ['Windows Server 2003 R2', 'not among the supported releases'],
    ['Windows Server 2028', 'not among the supported releases'],
    ['Windows Server, version 1909', 'not a Windows release known here'],
    ['Windows Server 20220', 'not a Windows release known here'],
    ['2022', 'not a Windows release known here'],
  ])('%s does neither, and the reason says why', (version, why) => {
    expect(reason('VirtualLoopbackSupport', windows(version))).toContain(why)
    expect(reason('VirtualIpEnabled', windows(version))).toContain(why)
    expect(reason('VirtualLoopbackSupport', windows(version))).toContain(version)
    expect(can('VirtualLoopbackSupport', windows(version), both, { allowUnverifiedOs: true })).toBe(false)
  })

  it('Windows Server 2025 is unverified: refused, unless the admin allows it', () => {
    const host = windows('Windows Server 2025')
    expect(unverifiedOs(host)).toBe(true)
    expect(reason('VirtualLoopbackSupport', host)).toContain('unverified')
    expect(can('VirtualLoopbackSupport', host, both, { allowUnverifiedOs: true })).toBe(true)
    expect(can('VirtualIpEnabled', host, both, { allowUnverifiedOs: true })).toBe(true)
  })

  it('no other release is called unverified', () => {
    for (const version of [...supported, 'Windows 11 Pro', 'Windows Server 2028']) {
      expect(unverifiedOs(windows(version))).toBe(false)
    }
    expect(unverifiedOs(linux())).toBe(false)
  })

  it('names are told apart', () => {
    expect(windowsRelease('Windows Server 2012 R2')).toEqual({ kind: 'server', release: '2012 R2' })
    expect(windowsRelease('Windows Server 2012')).toEqual({ kind: 'server', release: '2012' })
    expect(windowsRelease('Windows 10 Enterprise multi-session')).toEqual({ kind: 'multi-session' })
    expect(windowsRelease('Windows 11 Pro')).toEqual({ kind: 'desktop' })
    expect(windowsRelease('Windows 100')).toEqual({ kind: 'unknown' })
  })
})

describe('Rulebook 4: cloud-hosted machines', () => {
  const cloud = windows('Windows Server 2022', { cloudHosted: true })

  it('do no virtual IP, nor any setting of it', () => {
    for (const id of SETTING_IDS.filter((setting) => settingShape(setting).feature === 'virtual-ip')) {
      expect(reason(id, cloud)).toContain('cloud-hosted')
    }
  })

  it('do virtual loopback', () => expect(can('VirtualLoopbackSupport', cloud)).toBe(true))
})

describe('Rulebook 4: PreferLoopback', () => {
  it.each(['Windows Server 2008 R2', 'Windows Server 2012 R2'])(
    '%s does it while both features are on',
    (version) => {
      expect(can('PreferLoopback', windows(version))).toBe(true)
      expect(can('PreferLoopbackProcesses', windows(version))).toBe(true)
    },
  )

  it.each([
    {},
    { VirtualLoopbackSupport: true },
    { VirtualIpEnabled: true },
    { VirtualLoopbackSupport: true, VirtualIpEnabled: false },
  ])('with %j it is not applicable: unexpected results', (winners) => {
    expect(reason('PreferLoopback', windows('Windows Server 2012 R2'), winners)).toContain(
      'unexpected results',
    )
    expect(reason('PreferLoopback', linux(), winners)).toContain('unexpected results')
  })

  it.each([
    'Windows Server 2016',
    'Windows Server 2019',
    'Windows Server 2022',
    'Windows Server 2025',
    'Windows 11 Pro',
  ])('%s does not do it at all: unexpected results', (version) =>
    expect(reason('PreferLoopback', windows(version))).toContain('unexpected results'),
  )

  it('needs a host that can do both features, not only winners that turn them on', () => {
    const host = windows('Windows Server 2012 R2', { cloudHosted: true })
    expect(reason('PreferLoopback', host)).toContain('cloud-hosted')
  })
})

describe('Rulebook 4: Linux', () => {
  it('does every setting, with both features on', () => {
    for (const id of SETTING_IDS) expect(can(id, linux()), id).toBe(true)
  })

  it('alone does LoopbackMasking', () => {
    expect(can('LoopbackMasking', linux(), {})).toBe(true)
    for (const version of supported)
      expect(reason('LoopbackMasking', windows(version))).toContain('Linux only')
  })
})
