import { describe, expect, it } from 'vitest'
import { checkSettingValue } from '~/domain/setting-value'
import { LEGACY_SETTING_IDS, SETTING_IDS, settingShape } from '~/domain/settings'

const takes = (id: string, value: unknown) => checkSettingValue(id, value, 'settings.x').ok

describe('Rulebook 3: the registry of settings', () => {
  it('holds exactly the settings of the rulebook', () => {
    expect(SETTING_IDS).toEqual([
      'VirtualLoopbackSupport',
      'VirtualLoopbackPrograms',
      'VirtualLoopbackPortExclusion',
      'VirtualIpEnabled',
      'VirtualIpMode',
      'VirtualIpPrograms',
      'VirtualIpAdapter',
      'VirtualIpSource',
      'VirtualIpPool',
      'VirtualIpFallback',
      'PreferLoopback',
      'PreferLoopbackProcesses',
      'LoopbackMasking',
    ])
  })

  it('has a default for each that the setting itself takes', () => {
    for (const id of SETTING_IDS) expect(takes(id, settingShape(id).default), id).toBe(true)
  })

  it('depends only on settings that exist, with values they take', () => {
    for (const id of SETTING_IDS) {
      for (const { setting, equals } of settingShape(id).dependsOn)
        expect(takes(setting, equals), id).toBe(true)
    }
  })

  it('marks as an extension what neither Citrix nor Microsoft has under the id', () => {
    expect(SETTING_IDS.filter((id) => settingShape(id).extension)).toEqual([
      'VirtualLoopbackPortExclusion',
      'LoopbackMasking',
    ])
  })
})

describe('Rulebook 3: values of settings', () => {
  it.each([
    ['VirtualLoopbackSupport', [true, false], ['true', 1, null, 'on']],
    ['VirtualLoopbackPrograms', [[], ['a.exe']], ['a.exe', [''], [7], null]],
    ['VirtualLoopbackPortExclusion', [[], [1, 65_535]], [[0], [65_536], [1.5], ['80'], 80]],
    ['VirtualIpMode', ['per-session', 'per-program'], ['Per-Session', '', 0]],
    ['VirtualIpSource', ['dhcp', 'pool'], ['DHCP', null]],
    ['VirtualIpFallback', ['server-address', 'none'], [true, null]],
    [
      'VirtualIpAdapter',
      [null, '192.0.2.96/24', '00-15-5D-01-02-03', '00:15:5d:01:02:03'],
      ['192.0.2.96', '192.0.2.0/33', '192.0.2.0/', 'eth0', '00-15-5D-01-02', '', 7],
    ],
    ['VirtualIpPool', [null, 'Office'], ['', '  ', 'x'.repeat(101), 'a\nb', 7]],
    ['LoopbackMasking', [['agent']], [true]],
  ])('%s takes %j and refuses %j', (id, good, bad) => {
    for (const value of good) expect(takes(id, value), JSON.stringify(value)).toBe(true)
    for (const value of bad) {
      const checked = checkSettingValue(id, value, 'settings.x')
      expect(checked.ok, JSON.stringify(value)).toBe(false)
      if (!checked.ok) {
        expect(checked.problem.field).toMatch(/^settings\.x/)
        expect(checked.problem.mend).not.toBe('')
      }
    }
  })

  it.each([...LEGACY_SETTING_IDS])('the XenApp 6 setting %s is known as such, and is not applied', (id) => {
    const checked = checkSettingValue(id, true, 'settings.x')
    expect(checked).toMatchObject({
      ok: false,
      problem: { value: id, rule: expect.stringContaining('XenApp 6') },
    })
  })

  it.each(['Nonsense', 'toString', '__proto__', ''])('there is no setting %j', (id) => {
    const checked = checkSettingValue(id, true, 'settings.x')
    expect(checked).toMatchObject({ ok: false, problem: { field: 'settings.x', value: id } })
  })
})
