import { describe, expect, it } from 'vitest'
import { runInProcess } from '~/tests/support/command'

const policies = {
  policies: [
    {
      name: 'CTI',
      priority: 1,
      enabled: true,
      settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] },
      filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: 'Call centre' }],
    },
  ],
}
const host = {
  name: 'HOST7',
  os: { family: 'windows', version: 'Windows Server 2022' },
  deliveryGroup: 'Call centre',
  tags: ['cti'],
  ou: 'OU=Hosts,DC=example,DC=com',
  sessions: [{ id: 7, user: 'ana' }],
}
const args = ['resolve', '--policies', 'p.json', '--host', 'h.json']
const run = (over: { policies?: unknown; host?: unknown } = {}, more: string[] = ['--json']) =>
  runInProcess([...args, ...more], {
    'p.json': typeof over.policies === 'string' ? over.policies : JSON.stringify(over.policies ?? policies),
    'h.json': typeof over.host === 'string' ? over.host : JSON.stringify(over.host ?? host),
  })

describe('vipfarm resolve --json', () => {
  it('prints one line with exactly the promised members', async () => {
    const { code, out, err } = await run()
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(
      '{"settings":{"VirtualLoopbackSupport":{"value":true,"policy":"CTI"},' +
        '"VirtualLoopbackPrograms":{"value":["softphone.exe"],"policy":"CTI"}},' +
        '"losers":[],"notApplicable":[],"warnings":[],"sessions":[{"id":7,"loopback":"127.0.0.8"}]}\n',
    )
  })

  it('takes YAML, with what is left out at its default', async () => {
    const yaml =
      'policies:\n- name: CTI\n  priority: 1\n  settings:\n    VirtualLoopbackSupport: true\n    VirtualLoopbackPrograms: [softphone.exe]\n'
    const hostYaml =
      'name: HOST7\nos: {family: windows, version: Windows Server 2022}\nsessions:\n- id: 255\n'
    const { code, out } = await run({ policies: yaml, host: hostYaml })
    expect(code).toBe(0)
    expect(JSON.parse(out).sessions).toEqual([{ id: 255, loopback: '127.0.1.0' }])
  })

  it('resolves settings without a session, and each session with its own facts', async () => {
    const filters = [{ type: 'User', mode: 'Allow', value: 'ANA' }]
    const one = { policies: [{ ...policies.policies[0], filters }] }
    const sessions = [
      { id: 7, user: 'ana' },
      { id: 8, user: 'eva' },
    ]
    const printed = JSON.parse((await run({ policies: one, host: { ...host, sessions } })).out)
    expect(printed.settings).toEqual({})
    expect(printed.sessions).toEqual([
      { id: 7, loopback: '127.0.0.8' },
      { id: 8, loopback: null },
    ])
    expect(printed.warnings.map((warning: { code: string }) => warning.code)).toEqual(['user-filters-only'])
  })

  it('allows an unverified release only where the admin says so', async () => {
    const asked = { host: { ...host, os: { family: 'windows', version: 'Windows Server 2025' } } }
    const refused = JSON.parse((await run(asked)).out)
    expect(refused.notApplicable).toHaveLength(2)
    expect(refused.sessions).toEqual([{ id: 7, loopback: null }])
    expect(refused.warnings[0]).toMatchObject({ code: 'unverified-os', policy: 'CTI' })
    const allowed = JSON.parse((await run(asked, ['--json', '--allow-unverified-os'])).out)
    expect(allowed.notApplicable).toEqual([])
    expect(allowed.sessions).toEqual([{ id: 7, loopback: '127.0.0.8' }])
    expect(allowed.warnings[0]).toMatchObject({ code: 'unverified-os', policy: 'CTI' })
  })

  it('reads the other rule for filters when asked', async () => {
    const filters = [
      { type: 'DesktopGroup', mode: 'Allow', value: 'Call centre' },
      { type: 'DesktopTag', mode: 'Allow', value: 'absent' },
    ]
    const two = { policies: [{ ...policies.policies[0], filters }] }
    expect(JSON.parse((await run({ policies: two })).out).settings).toEqual({})
    const other = JSON.parse((await run({ policies: two }, ['--json', '--filter-rule', 'any-type'])).out)
    expect(Object.keys(other.settings)).toHaveLength(2)
  })

  it('reads files in UTF-16, as Windows tools write them', async () => {
    const utf16 = Buffer.from(`\ufeff${JSON.stringify(policies)}`, 'utf16le')
    const { code } = await runInProcess(args, { 'p.json': utf16, 'h.json': JSON.stringify(host) })
    expect(code).toBe(0)
  })
})

describe('vipfarm resolve for people', () => {
  it('shows what wins, what loses, what does not apply, and the sessions', async () => {
    const more = [
      ...policies.policies,
      { name: 'Base', priority: 2, settings: { VirtualLoopbackSupport: false, PreferLoopback: true } },
      {
        name: 'Sales',
        priority: 3,
        settings: {},
        filters: [{ type: 'DesktopGroup', mode: 'Allow', value: 'Sales' }],
      },
      { name: 'Old', priority: 4, enabled: false },
    ]
    const { code, out } = await run({ policies: { policies: more } }, [])
    expect(code).toBe(0)
    expect(out).toMatch(/VirtualLoopbackPrograms +softphone\.exe +CTI/)
    expect(out).toMatch(/VirtualLoopbackSupport +Base +CTI/)
    expect(out).toMatch(/PreferLoopback +Base +unexpected results/)
    expect(out).toMatch(/Sales +no match for DesktopGroup Sales/)
    expect(out).toMatch(/Old +disabled/)
    expect(out).toMatch(/7 +ana +127\.0\.0\.8/)
  })

  it('says so when nothing is set', async () => {
    expect((await run({ policies: { policies: [] } }, [])).out).toContain('No policy sets anything')
  })
})

describe('vipfarm resolve with bad input', () => {
  it('names file, field, value, rule and mend of every problem, on stderr, with exit code 1', async () => {
    const bad = {
      policies: [
        { name: 'A', priority: 1, settings: { VirtualLoopbackPrograms: ['', 'x'.repeat(261)], Nonsense: 1 } },
        { name: 'B', priority: 1, filters: [{ type: 'Moon', mode: 'Allow', value: 'full' }], colour: 'red' },
      ],
    }
    const { code, out, err } = await run({ policies: bad, host: { ...host, sessions: [{ id: 16_777_215 }] } })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(
      'p.json: policies[0].settings.VirtualLoopbackPrograms[0]: "": an entry has 1 to 260 characters',
    )
    expect(err).toContain('policies[0].settings.VirtualLoopbackPrograms[1]')
    expect(err).toContain('there is no setting of this id')
    expect(err).toContain('"A" and "B" have the same priority')
    expect(err).toContain('policies[1].filters[0].type: "Moon"')
    expect(err).toContain('policies[1].colour: "red": there is no such member')
    expect(err).toContain('h.json: sessions[0].id: 16777215')
  })

  it('names a missing file and the option that gave it', async () => {
    const { code, err } = await runInProcess(args, { 'p.json': '{"policies": []}' })
    expect(code).toBe(1)
    expect(err).toContain('--host: "h.json": there is no such file')
  })

  it('refuses bytes that are no text', async () => {
    const { code, err } = await runInProcess(args, { 'p.json': new Uint8Array([0x80, 0xff]), 'h.json': '{}' })
    expect(code).toBe(1)
    expect(err).toContain('no UTF-8 text')
  })

  it('calls a missing option bad usage, exit code 2', async () => {
    const { code, err } = await runInProcess(['resolve', '--host', 'h.json'])
    expect(code).toBe(2)
    expect(err).toContain('--policies')
  })
})
