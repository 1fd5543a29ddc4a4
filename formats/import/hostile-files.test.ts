import { describe, expect, it } from 'vitest'
import { deepYaml } from '../depth'
import { importFiles } from './import-files'
import type { ImportFormat } from './import-result'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (name: string, content: string | Uint8Array, from?: ImportFormat) =>
  importFiles([{ name, bytes: typeof content === 'string' ? bytes(content) : content }], { from })

const setting = '<Setting><Name>VirtualLoopbackSupport</Name><State>Enabled</State></Setting>'
const policyXml = (inside: string) =>
  `<Policies xmlns="PolicyData.xsd"><Computer><Policy><PolicyName>CTI</PolicyName><Enabled>True</Enabled><Priority>1</Priority><Settings>${inside}</Settings></Policy></Computer></Policies>`

describe('files that are large, deep, broken or made to hurt', () => {
  it('reads a Citrix export of over 10 MB', async () => {
    const many = '<Setting><Name>SomethingElse</Name><State>Allowed</State></Setting>'.repeat(180_000)
    const text = policyXml(setting + many)
    expect(text.length).toBeGreaterThan(10 * 1024 * 1024)
    const result = await read('big.xml', text)
    expect(result).toMatchObject({ ok: true, policies: [{ name: 'CTI' }] })
    expect(result.ok && result.unknown.length).toBe(180_000)
  })

  it('reads REST JSON of over 10 MB in one pass', async () => {
    const row = { settingName: 'SomethingElse', useDefault: false, settingValue: 'x'.repeat(60) }
    const policies = Array.from({ length: 1_000 }, (_, index) => ({
      policyName: `P${index}`,
      priority: index + 1,
      isEnabled: true,
      settings: [{ settingName: 'VirtualLoopbackSupport', settingValue: '1' }, ...Array(100).fill(row)],
    }))
    const text = JSON.stringify({ items: policies })
    expect(text.length).toBeGreaterThan(10 * 1024 * 1024)
    const result = await read('big.json', text)
    expect(result.ok && [result.policies.length, result.unknown.length]).toEqual([1_000, 100_000])
  })

  it.each<[string, string, number]>([
    ['big.tf', '# a comment\n', 10 * 1024 * 1024],
    ['big.txt', 'softphone.exe\n', 64 * 1024 * 1024],
  ])('refuses %s beyond its limit, with the line where the limit lies', async (name, line, limit) => {
    const content = bytes(line.repeat(Math.ceil(limit / line.length) + 1))
    const result = await read(name, content)
    expect(result).toMatchObject({
      ok: false,
      problems: [{ file: name, line: Math.floor(limit / line.length) + 1 }],
    })
  })

  it.each<[string, string, ImportFormat]>([
    ['deep.xml', `<Policies>${'<a>'.repeat(100_000)}`, 'citrix-xml'],
    ['deep.json', `{"policies": ${'['.repeat(100_000)}`, 'rest'],
    ['deep.json', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'terraform-state'],
    ['deep.tf', `x = ${'['.repeat(100_000)}`, 'terraform'],
    ['deep.ps1', `# BEGIN POLICIES\n$Policies = ${'@('.repeat(100_000)}`, 'powershell'],
  ])('refuses absurd depth in %s with its place', async (name, text, from) => {
    const result = await read(name, text, from)
    expect(result).toMatchObject({ ok: false, problems: [{ file: name, line: expect.any(Number) }] })
    expect(!result.ok && result.problems[0]?.rule).toMatch(/deep/)
  })

  it.each<[string, string]>([
    ['lists.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['policies.json', `{"policies":\n ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    [
      'value.json',
      `{"policies": [{"name": "A [", "settings": ${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}]}`,
    ],
    ['cut.json', `{"policies": ${'['.repeat(100_000)}`],
    ['flow.yaml', `policies: ${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    ['quoted.yaml', `policies: ${'[ "]", '.repeat(5_000)}`],
    ['block.yaml', `policies:\n${'- '.repeat(5_000)}x`],
    ['keys.yaml', Array.from({ length: 5_000 }, (_, at) => `${' '.repeat(at)}a:\n`).join('')],
    ['mixed.yaml', `policies:\n${'- '.repeat(90)}${'['.repeat(5_000)}`],
    ['questions.yaml', `policies:\n${'? '.repeat(5_000)}x`],
  ])('refuses absurd depth in %s of our own format with its place', async (name, text) => {
    const result = await read(name, text, 'yaml')
    expect(result).toMatchObject({ ok: false, problems: [{ file: name, column: expect.any(Number) }] })
    expect(!result.ok && result.problems[0]?.rule).toMatch(/deep at line \d+, column \d+/)
    expect(!result.ok && result.problems[0]?.column).toBeGreaterThan(50)
  })

  it('takes no depth for what only looks like it: brackets in texts and comments, long indents', async () => {
    const comments = Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}# [{\n`).join('')
    const text = `${comments}policies:\n  - name: '${'[{'.repeat(500)}'\n    priority: 1\n    description: |\n${' '.repeat(300)}${'[ - '.repeat(90)}\n`
    const list = Array.from({ length: 400 }, (_, at) => `      - {x: ${at}}\n`).join('')
    expect(deepYaml(`${text}${list}`)).toBeNull()
  })

  it('reads on after a file that the HCL parser refused', async () => {
    await read('bad.tf', 'resource "a" {', 'terraform')
    expect(await read('good.tf', 'resource "citrix_tag" "t" { name = "cti" }')).toMatchObject({ ok: true })
  })

  it('does not expand entities, however many', async () => {
    const bomb = `<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<Policies>&b;</Policies>`
    expect(await read('bomb.xml', bomb, 'citrix-xml')).toMatchObject({
      ok: false,
      problems: [{ line: 2, column: 1, rule: 'a document type is not allowed' }],
    })
  })

  it('tells where bytes are no text', async () => {
    const content = new Uint8Array([...bytes('{"policyName": "CTI",\n "x": "'), 0xff, 0xfe, ...bytes('"}')])
    expect(await read('p.json', content, 'rest')).toMatchObject({
      ok: false,
      problems: [{ line: 2, column: 8, rule: 'it is not utf-8 text' }],
    })
  })

  it('refuses archives and other binary files', async () => {
    const zip = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00, 0x08, 0x00])
    expect(await read('p.txt', zip)).toMatchObject({ ok: false, problems: [{ rule: 'it is no text file' }] })
  })

  it('a program list of 2,001 entries keeps 2,000 and lists the last', async () => {
    const text = Array.from({ length: 2_001 }, (_, index) => `app${index}.exe`).join('\n')
    const result = await read('list.txt', text)
    expect(result.ok && result.policies[0]?.settings.VirtualLoopbackPrograms?.length).toBe(2_000)
    expect(result).toMatchObject({
      unknown: [{ kind: 'entry', value: 'app2000.exe', place: { line: 2_001 } }],
    })
  })

  it('a member called __proto__ is a member like any other', async () => {
    const text =
      '{"policyName": "CTI", "__proto__": {"isEnabled": false}, "settings": [{"settingName": "VirtualLoopbackSupport", "settingValue": "1"}]}'
    const result = await read('p.json', text, 'rest')
    expect(result).toMatchObject({
      ok: true,
      policies: [{ enabled: true }],
      unknown: [{ name: '__proto__' }],
    })
  })
})
