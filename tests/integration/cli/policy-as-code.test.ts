import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listFolder } from '~/cli/list-folder'
import { addHost, addSession } from '~/tests/support/add-host'
import { type Ran, runInProcess } from '~/tests/support/command'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'

let database: TestDatabase
let data: string

beforeAll(async () => {
  database = await createTestDatabase()
  data = mkdtempSync(join(tmpdir(), 'vipfarm-code-'))
  const id = await addHost(database.prisma, { name: 'CC1', deliveryGroup: 'Call centre' })
  await addHost(database.prisma, { name: 'DEV1', deliveryGroup: 'Developers' })
  await addSession(database.prisma, { hostId: id, number: 7, user: 'EX\\ana' })
})
afterAll(async () => {
  await database.drop()
  rmSync(data, { recursive: true, force: true })
})

type Files = Record<string, string>
const vipfarm = (args: string[], files: Files = {}): Promise<Ran> =>
  runInProcess(args, files, { env: { DATABASE_URL: database.url, VIPFARM_DATA: data } })

const cti = (programs: string[], priority = 1) => `policies:
  - name: CTI
    description: |-
      Softphones: one
      address each
    priority: ${priority}
    settings:
      VirtualLoopbackSupport: true
      VirtualLoopbackPrograms: [${programs.join(', ')}]
    filters:
      - {type: DesktopGroup, mode: Allow, value: Call centre}
      - {type: HostName, mode: Deny, value: "CC9*", enabled: false}
`
const BASE = `policies:
  - name: Base
    priority: 9
    enabled: false
    settings: {VirtualIpEnabled: false}
`

async function planned(files: Files, path = 'farm') {
  const { code, out, err } = await vipfarm(['plan', path, '--json'], files)
  expect([code, err]).toEqual([0, expect.any(String)])
  return JSON.parse(out)
}
const apply = (hash: string, ...more: string[]) =>
  vipfarm(['apply', '--plan', hash, '--reason', 'as reviewed', ...more])

describe('vipfarm plan and apply', () => {
  it('create what a folder says, tell it before, and have nothing left to do after', async () => {
    const folder = {
      'farm/cti.yaml': cti(['softphone.exe']),
      'farm/base.yml': BASE,
      'farm/README.md': '# CTI',
    }
    const { code, out, err, written } = await vipfarm(['plan', 'farm', '--out', 'plan.json'], folder)
    expect([code, err]).toEqual([0, 'farm/README.md: not read: by its name it holds no policies\n'])
    expect(out).toContain('+ create "CTI" (priority 1, enabled)')
    expect(out).toContain('      + softphone.exe')
    expect(out).toContain('    + filter Deny HostName "CC9*" (disabled)')
    expect(out).toContain('+ create "Base" (priority 2, disabled)')
    expect(out).toContain('2 hosts to change, with 1 live session:')
    expect(out).toContain('  1 host, 1 live session: CC1')
    expect(out).toContain('  1 host, 0 live sessions: DEV1')
    const [, hash = ''] = out.match(/vipfarm apply --plan ([0-9a-f]{64}) --reason TEXT/) ?? []
    expect(JSON.parse(String(written?.['plan.json']))).toMatchObject({ hash, baseRevision: 0, hosts: 2 })

    const applied = await apply(hash, '--ticket', 'CHG-1')
    expect(applied).toEqual({ code: 0, out: 'published revision 1: 2 hosts to change\n', err: '' })
    const [revision] = await database.prisma.revision.findMany()
    expect(revision).toMatchObject({ reason: 'as reviewed', ticket: 'CHG-1', publishedBy: 'cli' })
    const again = await vipfarm(['plan', 'farm'], folder)
    expect(again.out).toBe('No changes: revision 1 says all of this already.\n')
  })

  it('list change and delete, lists as entries that come and go', async () => {
    const { out } = await vipfarm(['plan', 'one.yaml'], { 'one.yaml': cti(['helper.exe']) })
    expect(out).toContain(
      '~ change "CTI"\n    VirtualLoopbackPrograms\n      + helper.exe\n      - softphone.exe\n',
    )
    expect(out).toContain('- delete "Base"\n')
    expect(out).toContain('1 host to change')
  })

  it('exported policies are a plan without changes, and import and export give the same bytes', async () => {
    const exported = await vipfarm(['export', 'policies'])
    expect([exported.code, exported.err]).toEqual([0, ''])
    const files = { 'p.yaml': exported.out }
    expect((await vipfarm(['import', 'p.yaml'], files)).out).toBe(exported.out)
    expect((await vipfarm(['export', 'policies', '--draft'])).out).toBe(exported.out)
    expect((await vipfarm(['export', 'policies', '--revision', '1'])).out).toBe(exported.out)
    expect(await planned(files, 'p.yaml')).toMatchObject({ hash: null, changes: [] })
    const host =
      'name: CC1\nos: {family: windows, version: Windows Server 2022}\ndeliveryGroup: Call centre\n'
    const line = ['resolve', '--policies', 'p.yaml', '--host', 'h.yaml', '--json']
    const resolved = await vipfarm(line, { ...files, 'h.yaml': host })
    expect(JSON.parse(resolved.out).settings.VirtualLoopbackPrograms.value).toEqual(['softphone.exe'])
  })

  it('refuse a plan when something moved, and one of two plans on one revision', async () => {
    const one = await planned({ 'farm/a.yaml': cti(['one.exe']) })
    const two = await planned({ 'farm/a.yaml': cti(['two.exe']) })
    const both = await Promise.all([apply(one.hash), apply(two.hash)])
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1])
    expect(both.map(({ err }) => err).join('')).toMatch(/cli published revision 2 since you looked/)
    const lost = await apply('f'.repeat(64))
    expect([lost.code, lost.err]).toEqual([1, expect.stringMatching(/There is no such plan/)])
    expect(await database.prisma.revision.count()).toBe(2)
  })

  it('read what another tool exported, and say what was left behind', async () => {
    const reg =
      'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Citrix\\VIP]\r\n"PreferLoopback"=dword:00000001\r\n"Unheard"=dword:00000001\r\n'
    const { code, err, out } = await vipfarm(['plan', 'vip.reg', '--json'], { 'vip.reg': reg })
    expect(code).toBe(0)
    expect(err).toContain('Unheard')
    expect(JSON.parse(out)).toMatchObject({ changes: expect.any(Array), unknown: [{ name: 'Unheard' }] })
  })
})

describe('vipfarm plan refuses, and stores nothing:', () => {
  it.each<[string, Files, RegExp]>([
    ['a folder without policies', { 'farm/notes.txt': 'a.exe' }, /no policy file in this folder/],
    ['a file that is not there', {}, /"farm": there is no such file/],
    [
      'two files with one name',
      { 'farm/a.yaml': cti(['a.exe']), 'farm/b.yaml': cti(['b.exe'], 2) },
      /farm\/b\.yaml: name of "CTI": "CTI": "CTI" of farm\/a\.yaml has the same name/,
    ],
    [
      'two files with one priority',
      { 'farm/a.yaml': cti(['a.exe'], 9), 'farm/b.yaml': BASE },
      /farm\/b\.yaml: priority of "Base": 9: "CTI" of farm\/a\.yaml has the same priority/,
    ],
    [
      'a value that breaks a rule',
      { 'farm/a.yaml': cti(['""']) },
      /farm\/a\.yaml.*VirtualLoopbackPrograms\[0\]/,
    ],
    ['text that is no YAML', { 'farm/a.yaml': 'policies: [' }, /farm\/a\.yaml:1/],
  ])('%s', async (_what, files, message) => {
    const plans = await database.prisma.policyPlan.count()
    const { code, out, err } = await vipfarm(['plan', 'farm'], files)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(message)
    expect(await database.prisma.policyPlan.count()).toBe(plans)
  })
})

it.each([
  ['apply', '--plan', 'x'],
  ['apply', '--reason', 'x'],
  ['apply', '--plan', 'x', '--reason', ' '],
  ['plan'],
  ['export', 'policies', '--revision', '0'],
  ['export', 'policies', '--revision', '1', '--draft'],
  ['export', 'passwords'],
])('vipfarm %s %s %s %s is wrong usage', async (...args) => {
  expect((await vipfarm(args.filter((arg) => arg !== undefined))).code).toBe(2)
})

it('an export of a revision that never was says so', async () => {
  const { code, err } = await vipfarm(['export', 'policies', '--revision', '999'])
  expect([code, err]).toEqual([1, 'vipfarm: There is no revision 999.\n'])
})

it('a folder is listed whole, in one order, without hidden files and links; a file is no folder', async () => {
  const root = join(data, 'tree')
  mkdirSync(join(root, 'b', '.git'), { recursive: true })
  for (const name of ['z.yaml', 'b/a.yaml', 'b/.git/config', '.hidden.yaml'])
    writeFileSync(join(root, name), '')
  symlinkSync('/', join(root, 'link'))
  expect(await listFolder(root)).toEqual([join(root, 'b/a.yaml'), join(root, 'z.yaml')])
  expect(await listFolder(join(root, 'z.yaml'))).toBeNull()
  expect(await listFolder(join(root, 'none'))).toBeNull()
})
