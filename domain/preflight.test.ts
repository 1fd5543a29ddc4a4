import { describe, expect, it } from 'vitest'
import { preflightChecks } from '~/domain/preflight'
import { citrixVipKey, PROMPT_ON_LEASE_FAIL, VIRTUAL_MODE } from '~/domain/windows-values'
import { linux, windows } from '~/tests/support/policies'

describe('Rulebook 4: Windows Server 2019 and 2022 before virtual IP works', () => {
  it.each(['Windows Server 2019', 'Windows Server 2022 Datacenter'])(
    '%s needs the WinSock key renamed',
    (version) => {
      const [check] = preflightChecks(windows(version), { VirtualIpEnabled: true })
      expect(check?.key).toContain('AppId_Catalog\\2C69D9F1')
      expect(preflightChecks(windows(version), { VirtualIpEnabled: false })).toEqual([])
      expect(preflightChecks(windows(version), {})).toEqual([])
    },
  )

  it('no other system does', () => {
    for (const host of [windows('Windows Server 2016'), windows('Windows Server 2012 R2'), linux()]) {
      expect(preflightChecks(host, { VirtualIpEnabled: true })).toEqual([])
    }
  })
})

describe('Rulebook 3: how values are written on Windows', () => {
  it('Citrix\\VIP lies under Wow6432Node on 64-bit Windows only', () => {
    expect(citrixVipKey('x64')).toBe('HKLM\\SOFTWARE\\Wow6432Node\\Citrix\\VIP')
    expect(citrixVipKey('arm64')).toBe('HKLM\\SOFTWARE\\Wow6432Node\\Citrix\\VIP')
    expect(citrixVipKey('x86')).toBe('HKLM\\SOFTWARE\\Citrix\\VIP')
  })

  it('VirtualMode is 0 per session and 1 per program; PromptOnIPLeaseFail 1 without the server’s address', () => {
    expect(VIRTUAL_MODE).toEqual({ 'per-session': 0, 'per-program': 1 })
    expect(PROMPT_ON_LEASE_FAIL).toEqual({ 'server-address': 0, none: 1 })
  })
})
