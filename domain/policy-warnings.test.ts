import { describe, expect, it } from 'vitest'
import type { HostFacts } from '~/domain/host-facts'
import type { Policy } from '~/domain/policy-model'
import { policyWarnings } from '~/domain/policy-warnings'
import { WARNING_CODES } from '~/domain/warning'
import { filter, host, linux, policy, windows } from '~/tests/support/policies'

const told = (policies: Policy[], hosts?: HostFacts[]) =>
  policyWarnings(policies, hosts).map(({ code, policy: name }) => `${code} ${name}`)
const on = { VirtualLoopbackSupport: true } as const
const group = (value: string, mode: 'Allow' | 'Deny' = 'Allow') => filter('DesktopGroup', value, mode)

describe('Rulebook 5: warning codes', () => {
  it('are closed', () => {
    expect(WARNING_CODES).toHaveLength(12)
  })

  it('are not given for what is sound, nor for disabled policies', () => {
    const sound = policy('CTI', 1, { settings: { ...on, VirtualLoopbackPrograms: ['softphone.exe'] } })
    expect(told([sound])).toEqual([])
    const doubtful = policy('Off', 2, {
      enabled: false,
      settings: { VirtualLoopbackPrograms: ['C:\\a.exe'] },
    })
    expect(told([sound, doubtful])).toEqual([])
  })

  it('come in order of priority, then of code, each once', () => {
    const one = policy('One', 1, { settings: { VirtualLoopbackPrograms: ['java.exe', 'C:\\a.exe'] } })
    const two = policy('Two', 2, { settings: { LoopbackMasking: ['b*'] } })
    const expected = [
      'list-without-switch One',
      'path-entry One',
      'interpreter-entry One',
      'list-without-switch Two',
      'suspicious-entry Two',
    ]
    expect(told([two, one])).toEqual(expected)
    expect(told([one, two], [host(), host({ name: 'HOST8' }), host({ tags: ['x'] })])).toEqual(expected)
  })
})

describe('list-without-switch', () => {
  const list = { VirtualLoopbackPrograms: ['a.exe'] }

  it('a list whose switch nobody turns on', () => {
    expect(told([policy('CTI', 1, { settings: list })])).toEqual(['list-without-switch CTI'])
    expect(told([policy('CTI', 1, { settings: { ...list, VirtualLoopbackSupport: false } })])).toHaveLength(1)
  })

  it('is not given when another policy turns it on, or the list is empty', () => {
    expect(told([policy('CTI', 1, { settings: list }), policy('Base', 2, { settings: on })])).toEqual([])
    expect(told([policy('CTI', 1, { settings: { VirtualLoopbackPrograms: [] } })])).toEqual([])
  })

  it('a lower policy cannot turn on what the list’s own policy turns off', () => {
    const off = policy('CTI', 1, { settings: { ...list, VirtualLoopbackSupport: false } })
    expect(told([off, policy('Base', 2, { settings: on })])).toContain('list-without-switch CTI')
    expect(told([policy('Top', 1, { settings: on }), { ...off, priority: 2 }])).toEqual([])
  })

  it('holds for every list of the registry and what it depends on', () => {
    const settings = {
      VirtualLoopbackPortExclusion: [8080],
      VirtualIpPrograms: ['a.exe'],
      PreferLoopbackProcesses: ['a.exe'],
      LoopbackMasking: ['a'],
    }
    const warnings = policyWarnings([policy('P', 1, { settings })])
    expect(warnings.map(({ message }) => message.split(' ')[0])).toEqual(Object.keys(settings))
  })

  it('a virtual IP list needs the mode per-program: per-session is the default', () => {
    const vip = policy('VIP', 1, { settings: { VirtualIpEnabled: true, VirtualIpPrograms: ['a.exe'] } })
    expect(told([vip])).toEqual(['list-without-switch VIP'])
  })

  it('with hosts: where the policy with the switch does not reach', () => {
    const policies = [
      policy('List', 1, { settings: list }),
      policy('Switch', 2, { settings: on, filters: [group('Call centre')] }),
    ]
    expect(told(policies)).toEqual([])
    expect(told(policies, [host({ deliveryGroup: 'Call centre' })])).toEqual([])
    expect(
      told(policies, [host({ deliveryGroup: 'Call centre' }), host({ deliveryGroup: 'Sales' })]),
    ).toEqual(['list-without-switch List'])
  })

  it('with hosts: no blame where a higher policy turns the switch off on purpose', () => {
    const policies = [
      policy('Exception', 1, { settings: { VirtualLoopbackSupport: false }, filters: [group('Sales')] }),
      policy('Base', 2, { settings: { ...on, ...list } }),
    ]
    expect(told(policies, [host({ deliveryGroup: 'Sales' })])).toEqual([])
    const apart = [
      policies[0] as Policy,
      policy('List', 2, { settings: list }),
      policy('Switch', 3, { settings: on }),
    ]
    expect(told(apart, [host({ deliveryGroup: 'Sales' })])).toEqual([])
  })
})

describe('user-filters-only', () => {
  it('a policy that carries only user filters', () => {
    const filters = [filter('User', 'ana'), filter('ClientIP', '12.0.0.*', 'Deny')]
    expect(told([policy('P', 1, { settings: on, filters })])).toEqual(['user-filters-only P'])
  })

  it('is not given with a machine filter beside them, or when they are disabled', () => {
    expect(told([policy('P', 1, { settings: on, filters: [filter('User', 'ana'), group('A')] })])).toEqual([])
    expect(
      told([policy('P', 1, { settings: on, filters: [filter('User', 'ana', 'Allow', false)] })]),
    ).toEqual([])
  })

  it('a disabled machine filter does not count', () => {
    const filters = [filter('User', 'ana'), filter('DesktopGroup', 'A', 'Allow', false)]
    expect(told([policy('P', 1, { settings: on, filters })])).toEqual(['user-filters-only P'])
  })
})

describe('never-wins', () => {
  const low = (over: Partial<Policy> = {}) => policy('Low', 2, { settings: on, ...over })
  const high = (over: Partial<Policy> = {}) =>
    policy('High', 1, { settings: { VirtualLoopbackSupport: false }, ...over })

  it('a higher policy without filters sets everything it sets', () => {
    expect(told([high(), low()])).toEqual(['never-wins Low'])
    expect(told([high(), low({ filters: [group('A')] })])).toEqual(['never-wins Low'])
  })

  it('a higher policy with the same filters, whatever their order and case', () => {
    const filters = [group('Call centre'), group('Sales', 'Deny'), filter('DesktopTag', 'cti')]
    const same = [filter('DesktopTag', 'CTI'), group('sales', 'Deny'), group('CALL CENTRE')]
    expect(told([high({ filters }), low({ filters: same })])).toEqual(['never-wins Low'])
  })

  it('a higher policy with wider filters', () => {
    expect(told([high({ filters: [group('A'), group('B')] }), low({ filters: [group('A')] })])).toEqual([
      'never-wins Low',
    ])
    expect(told([high({ filters: [filter('HostName', '*')] }), low()])).toEqual(['never-wins Low'])
    expect(
      told([
        high({ filters: [group('A', 'Deny')] }),
        low({ filters: [group('A', 'Deny'), filter('DesktopTag', 'x')] }),
      ]),
    ).toEqual(['never-wins Low'])
  })

  it('several higher policies together', () => {
    const settings = { ...on, VirtualIpEnabled: true }
    const other = policy('Other', 3, { settings: { VirtualIpEnabled: false } })
    expect(told([high(), other, policy('Low', 4, { settings })])).toEqual(['never-wins Low'])
    expect(policyWarnings([high(), other, policy('Low', 4, { settings })])[0]?.message).toContain(
      '"High", "Other"',
    )
  })

  it.each<[string, Policy[]]>([
    ['one setting of its own', [high(), low({ settings: { ...on, VirtualIpEnabled: true } })]],
    ['a narrower higher policy', [high({ filters: [group('A')] }), low()]],
    ['other values', [high({ filters: [group('A')] }), low({ filters: [group('B')] })]],
    ['one value more', [high({ filters: [group('A')] }), low({ filters: [group('A'), group('B')] })]],
    [
      'one type more above',
      [high({ filters: [group('A'), filter('DesktopTag', 'x')] }), low({ filters: [group('A')] })],
    ],
    ['an exception above', [high({ filters: [group('B', 'Deny')] }), low()]],
    ['a disabled higher policy', [high({ enabled: false }), low()]],
    ['a lower policy', [low({ priority: 1 }), high({ priority: 2, settings: { PreferLoopback: false } })]],
    ['no settings at all', [high(), low({ settings: {} })]],
  ])('is not given for %s', (_, policies) => expect(told(policies)).toEqual([]))
})

describe('matches-no-host', () => {
  it('with hosts: none of them satisfies the machine filters', () => {
    const policies = [policy('P', 1, { settings: on, filters: [group('Sales')] })]
    expect(told(policies, [host({ deliveryGroup: 'Call centre' })])).toEqual(['matches-no-host P'])
    expect(
      told(policies, [host({ deliveryGroup: 'Call centre' }), host({ deliveryGroup: 'SALES' })]),
    ).toEqual([])
  })

  it('user filters are no reason: they are the matter of user-filters-only', () => {
    const filters = [group('A'), filter('User', 'ana')]
    expect(told([policy('P', 1, { settings: on, filters })], [host({ deliveryGroup: 'A' })])).toEqual([])
  })

  it('is not told of an empty farm, nor without hosts', () => {
    const policies = [policy('P', 1, { settings: on, filters: [group('Sales')] })]
    expect(told(policies)).toEqual([])
    expect(told(policies, [])).toEqual([])
  })

  it.each([
    [[group('A'), group('a', 'Deny')]],
    [[filter('OU', 'OU=B,OU=A,DC=x'), filter('OU', 'OU=A,DC=x', 'Deny')]],
    [[filter('HostName', '*', 'Deny')]],
    [[group('A'), filter('DesktopTag', 'x'), filter('DesktopTag', 'X', 'Deny')]],
  ])('without hosts: filters that contradict themselves, %j', (filters) => {
    expect(told([policy('P', 1, { settings: on, filters })])).toEqual(['matches-no-host P'])
  })

  it.each([
    [[group('A'), group('B'), group('a', 'Deny')]],
    [[filter('OU', 'OU=A,DC=x'), filter('OU', 'OU=B,OU=A,DC=x', 'Deny')]],
    [[filter('DesktopTag', 'x'), group('x', 'Deny')]],
  ])('is not told of exceptions that leave something, %j', (filters) => {
    expect(told([policy('P', 1, { settings: on, filters })])).toEqual([])
  })
})

describe('entries', () => {
  const listed = (programs: string[], more = {}) => [
    policy('P', 1, { settings: { ...on, VirtualLoopbackPrograms: programs, ...more } }),
  ]

  it.each([
    ['path-entry', ['C:\\Apps\\a.exe']],
    ['interpreter-entry', ['java.exe']],
    ['browser-entry', ['chrome.exe']],
    ['citrix-helper-entry', ['WebSocketService.exe']],
    ['duplicate-entry', ['a.exe', 'A.exe']],
    ['suspicious-entry', ['a*.exe']],
  ])('%s for %j', (code, programs) => expect(told(listed(programs))).toEqual([`${code} P`]))

  it('one warning for a code and list, naming the first entries and counting the rest', () => {
    const [warning, ...others] = policyWarnings(
      listed(['C:\\1.exe', 'C:\\2.exe', 'C:\\3.exe', 'C:\\4.exe', 'C:\\5.exe']),
    )
    expect(others).toEqual([])
    expect(warning?.message).toContain('VirtualLoopbackPrograms: "C:\\1.exe"')
    expect(warning?.message).toContain('and 2 more')
  })

  it('a browser is fine while its ports are excluded, by this policy or one that always applies with it', () => {
    expect(told(listed(['chrome.exe'], { VirtualLoopbackPortExclusion: [9222] }))).toEqual([])
    const exclusion = policy('Ports', 2, { settings: { VirtualLoopbackPortExclusion: [9222] } })
    expect(told([...listed(['chrome.exe']), exclusion])).toEqual([])
    expect(told([...listed(['chrome.exe']), { ...exclusion, filters: [group('A')] }])).toEqual([
      'browser-entry P',
    ])
  })

  it('a browser that only keeps 127.0.0.1 in sight is fine', () => {
    expect(told([policy('P', 1, { settings: { ...on, LoopbackMasking: ['chrome'] } })])).toEqual([])
  })

  it('Linux programs that differ by case are two programs', () => {
    expect(told(listed(['agent', 'Agent']), [linux()])).toEqual([])
    expect(told(listed(['agent', 'Agent']), [linux(), host()])).toEqual(['duplicate-entry P'])
  })
})

describe('vip-without-loopback', () => {
  const vip = {
    VirtualIpEnabled: true,
    VirtualIpMode: 'per-program',
    VirtualIpPrograms: ['server.exe'],
  } as const
  const settings = { ...vip, VirtualIpPrograms: ['server.exe'] }

  it('a program listed for virtual IP that is not listed for virtual loopback', () => {
    expect(told([policy('P', 1, { settings })])).toEqual(['vip-without-loopback P'])
    expect(
      told([policy('P', 1, { settings: { ...settings, VirtualLoopbackPrograms: ['SERVER.exe'], ...on } })]),
    ).toEqual([])
  })

  it('a loopback list without its switch does not help', () => {
    const unswitched = policy('P', 1, { settings: { ...settings, VirtualLoopbackPrograms: ['server.exe'] } })
    expect(told([unswitched])).toEqual(['list-without-switch P', 'vip-without-loopback P'])
  })

  it('is not given for a list that is not in force: per-session mode or virtual IP off', () => {
    expect(told([policy('P', 1, { settings: { ...settings, VirtualIpMode: 'per-session' } })])).toEqual([
      'list-without-switch P',
    ])
    expect(told([policy('P', 1, { settings: { VirtualIpEnabled: true } })])).toEqual([])
  })

  it('with hosts: what wins there decides', () => {
    const loopback = policy('Loop', 2, {
      settings: { ...on, VirtualLoopbackPrograms: ['server.exe'] },
      filters: [group('A')],
    })
    const policies = [policy('P', 1, { settings }), loopback]
    expect(told(policies)).toEqual([])
    expect(told(policies, [host({ deliveryGroup: 'A' })])).toEqual([])
    expect(told(policies, [host({ deliveryGroup: 'A' }), host({ deliveryGroup: 'B' })])).toEqual([
      'vip-without-loopback P',
    ])
  })
})

describe('unverified-os', () => {
  it('names each policy that wins on a host with an unverified release, allowed or not', () => {
    const policies = [
      policy('P', 1, { settings: on }),
      policy('Q', 2, { settings: { ...on, VirtualIpEnabled: true } }),
    ]
    const hosts = [windows('Windows Server 2025')]
    expect(told(policies, hosts)).toEqual(['unverified-os P', 'unverified-os Q'])
    expect(policyWarnings(policies, hosts, { allowUnverifiedOs: true })[0]?.message).toContain('allowed')
    expect(told(policies, [windows('Windows Server 2022')])).toEqual([])
  })

  it('an empty PreferLoopbackProcesses on Windows has an unverified meaning; on Linux it is every listed program', () => {
    const settings = { ...on, VirtualIpEnabled: true, PreferLoopback: true }
    const policies = [policy('P', 1, { settings })]
    expect(told(policies, [windows('Windows Server 2012 R2')])).toEqual(['unverified-os P'])
    expect(told(policies, [windows('Windows Server 2022'), linux()])).toEqual([])
    const listed = [policy('P', 1, { settings: { ...settings, PreferLoopbackProcesses: ['a.exe'] } })]
    expect(told(listed, [windows('Windows Server 2012 R2')])).toEqual([])
  })
})
