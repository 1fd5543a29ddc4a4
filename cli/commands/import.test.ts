import { describe, expect, it } from 'vitest'
import { readPolicyFile } from '~/formats/policy-file'
import { runInProcess } from '~/tests/support/command'

const rest = JSON.stringify({
  policyName: 'CTI',
  isEnabled: true,
  settings: [
    { settingName: 'VirtualLoopbackSupport', settingValue: '1' },
    { settingName: 'EnhancedCompatibility', settingValue: '1' },
    { settingName: 'AudioQuality', settingValue: 'High' },
  ],
  filters: [
    {
      filterType: 'DesktopGroup',
      isAllowed: true,
      isEnabled: true,
      filterData: '{"server":"ddc","uuid":"00000000-0000-0000-0000-000000000001"}',
    },
  ],
})
const ids = '{"deliveryGroups": {"Call centre": "00000000-0000-0000-0000-000000000001"}}'
const own =
  'policies:\n- {name: CTI, priority: 1, settings: {VirtualLoopbackSupport: true, VirtualIpEnabled: true}}\n- {name: B, priority: 2, settings: {VirtualIpEnabled: false}}\n'

describe('vipfarm import', () => {
  it('prints the policies as YAML that resolve reads, and what is left on stderr', async () => {
    const { code, out, err } = await runInProcess(['import', 'p.json'], { 'p.json': rest })
    expect(code).toBe(0)
    expect(readPolicyFile(out)).toMatchObject({ ok: true, policies: [{ name: 'CTI' }] })
    expect(err).toContain('p.json:1:169: not taken over: setting AudioQuality of "CTI" ("High")')
    expect(err).toContain('legacy: EnhancedCompatibility of "CTI"')
    expect(err).toContain('note of "CTI": The delivery group is known by its id')
  })

  it('knows names by --ids', async () => {
    const { out, err } = await runInProcess(['import', 'p.json', '--ids', 'ids.json'], {
      'p.json': rest,
      'ids.json': ids,
    })
    expect(out).toContain('value: Call centre')
    expect(err).not.toContain('known by its id')
  })

  it('--json prints one line with everything', async () => {
    const { out, err } = await runInProcess(['import', 'p.json', '--json'], { 'p.json': rest })
    expect(err).toBe('')
    expect(out.indexOf('\n')).toBe(out.length - 1)
    const members = ['formats', 'policies', 'unknown', 'legacy', 'notes', 'attachments']
    expect(Object.keys(JSON.parse(out) as object)).toEqual(members)
  })

  it('tells file, line, column, rule and mend of every file that cannot be read, exit code 1', async () => {
    const { code, out, err } = await runInProcess(['import', 'a.json', 'b.reg'], {
      'a.json': '{"policyName": "CTI",\n "settings": [',
      'b.reg': 'Windows Registry Editor Version 5.00\n\nnonsense\n',
    })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^vipfarm: a\.json:2:15: .*it ends too early.*Export it again/m)
    expect(err).toMatch(/^vipfarm: b\.reg:3:1: .*neither a key.*Export the key again/m)
  })

  it.each([
    [['import', 'gone.xml'], /"gone\.xml": there is no such file/],
    [['import', 'p.json', '--from', 'word'], /--from: "word": it is none of the known ones/],
    [['import', 'p.json', '--into', 'VirtualIpEnabled'], /--into: "VirtualIpEnabled"/],
    [['import', 'p.json', '--ids', 'bad.json'], /bad\.json: deliveryGroups\.x: 1: an id is text/],
  ])('%j fails with a reason', async (args, reason) => {
    const files = { 'p.json': rest, 'bad.json': '{"deliveryGroups": {"x": 1}}' }
    const { code, err } = await runInProcess(args, files)
    expect(code).toBe(1)
    expect(err).toMatch(reason)
  })

  it('without a file is bad usage', async () => {
    expect((await runInProcess(['import'])).code).toBe(2)
  })
})

describe('vipfarm convert', () => {
  it('writes one format from another, and lists what it cannot say', async () => {
    const { code, out, err } = await runInProcess(['convert', '--to', 'terraform', 'p.yaml'], {
      'p.yaml': own,
    })
    expect(code).toBe(0)
    expect(out).toContain('resource "citrix_policy" "cti"')
    expect(err).toContain('not expressible: setting VirtualIpEnabled of "CTI"')
    expect(err).toContain('not expressible: the policy of "B"')
  })

  it('--strict writes nothing when anything is left behind', async () => {
    const args = ['convert', '--strict', '--to', 'rest', 'p.yaml', '--out', 'o.json']
    const { code, out, err, written } = await runInProcess(args, { 'p.yaml': own })
    expect({ code, out, written }).toEqual({ code: 1, out: '', written: undefined })
    expect(err).toContain('--strict: rest cannot hold all of it')
  })

  it('writes a .reg file in UTF-16, and reads it back', async () => {
    const args = ['convert', '--to', 'reg', '--policy', 'cti', '--out', 'CTI.reg', 'p.yaml']
    const { written } = await runInProcess(args, { 'p.yaml': own })
    const reg = written?.['CTI.reg'] as Uint8Array
    expect([reg[0], reg[1]]).toEqual([0xff, 0xfe])
    const { out } = await runInProcess(['import', 'CTI.reg'], { 'CTI.reg': reg })
    expect(out).toContain('VirtualIpEnabled: true')
    expect(out).toContain('VirtualIpMode: per-session')
  })

  it('a .reg file of two policies asks which', async () => {
    const { code, err } = await runInProcess(['convert', '--to', 'reg', 'p.yaml'], { 'p.yaml': own })
    expect(code).toBe(1)
    expect(err).toContain('Choose it with --policy: "CTI", "B"')
  })

  it('YAML to YAML is the same bytes the second time', async () => {
    const once = await runInProcess(['convert', '--to', 'yaml', 'p.yaml'], { 'p.yaml': own })
    const twice = await runInProcess(['convert', '--to', 'yaml', 'p.yaml'], { 'p.yaml': once.out })
    expect(twice.out).toBe(once.out)
  })

  it('an unknown target, or none, is bad usage', async () => {
    expect((await runInProcess(['convert', '--to', 'word', 'p.yaml'], { 'p.yaml': own })).code).toBe(2)
    expect((await runInProcess(['convert', 'p.yaml'], { 'p.yaml': own })).code).toBe(2)
  })
})
