import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompareAnswer } from '~/server/services/policies/compare-policies'
import type { PolicyExport } from '~/server/services/policies/export-policies'
import type { ImportPlan, PlanRow, PlanView } from '~/server/services/views/plan-view'
import { addHost } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let ana: Browser

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('operator', 'ana')
  ana = await server.signedIn('ana')
  await addHost(server.database.prisma, { name: 'CC1', deliveryGroup: 'Call centre' })
})
afterAll(() => server.close())

const fileOf = (name: string, text: string) => ({ name, base64: Buffer.from(text).toString('base64') })

const REST = JSON.stringify({
  name: 'Imported',
  description: '',
  isEnabled: true,
  settings: [
    { settingName: 'VirtualLoopbackSupport', useDefault: false, settingValue: '1' },
    { settingName: 'VirtualLoopbackPrograms', useDefault: false, settingValue: '["softphone.exe"]' },
    { settingName: 'ClipboardRedirection', useDefault: false, settingValue: '1' },
  ],
  filters: [],
})

const read = (files: { name: string; base64: string }[], as: 'add' | 'replace' = 'add') =>
  ana.mutate<ImportPlan>('policies.planImport', { files, as })

describe('an import', () => {
  it('becomes a plan that tells what it changes and what it could not take over, and then the draft', async () => {
    const { data: made } = await ana.mutate<{ id: string }>('policies.create', { name: 'Base' })
    expect(made.id).toBeTruthy()
    const { data: plan, error } = await read([fileOf('p.json', REST)])
    expect(error).toBeUndefined()
    expect(plan).toMatchObject({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      hosts: 1,
      changes: [
        { kind: 'created', policy: 'Base' },
        { kind: 'created', policy: 'Imported' },
      ],
      origin: { as: 'add', files: [{ name: 'p.json', format: 'rest' }] },
    })
    expect(plan.origin.unknown).toMatchObject([
      { policy: 'Imported', what: expect.stringContaining('ClipboardRedirection') },
    ])

    const { data: rows } = await ana.query<PlanRow[]>('policies.plans')
    expect(rows).toMatchObject([{ hash: plan.hash, files: ['p.json'], leftOver: 1, appliedAs: null }])
    const { data: stored } = await ana.query<PlanView>('policies.storedPlan', { hash: plan.hash })
    expect(stored).toMatchObject({ moved: [], origin: plan.origin, changes: plan.changes })

    const taken = await ana.mutate('policies.takePlan', { hash: plan.hash })
    expect(taken.data).toEqual({ created: 1, changed: 0, deleted: 0 })
    const after = await ana.query<PlanView>('policies.storedPlan', { hash: plan.hash })
    expect(after.data.moved).toEqual(['draft'])
    const again = await ana.mutate('policies.takePlan', { hash: plan.hash })
    expect(again.error).toMatchObject({ code: 'stale' })
    const actions = await server.database.prisma.auditEvent.findMany({
      where: { action: 'policies.takePlan' },
    })
    expect(actions).toHaveLength(1)
  })

  it('in place of all policies deletes what the files do not hold', async () => {
    const { data: plan } = await read([fileOf('list.txt', 'agent.exe\n')], 'replace')
    await ana.mutate('policies.takePlan', { hash: plan.hash })
    const { data } = await ana.query<{ policies: { name: string }[] }>('policies.list')
    expect(data.policies).toHaveLength(1)
  })

  it('that cannot be read names file, line and column, and stores nothing', async () => {
    const plans = await server.database.prisma.policyPlan.count()
    const { error } = await read([
      fileOf('good.txt', 'a.exe\n'),
      fileOf('bad.xml', '<Policies xmlns="PolicyData.xsd">\n  <User>\n    <Policy></User>'),
    ])
    expect(error).toMatchObject({
      code: 'bad-input',
      problems: [{ field: expect.stringMatching(/^bad\.xml:3:\d+$/) }],
    })
    expect(await server.database.prisma.policyPlan.count()).toBe(plans)
  })

  it('of more than 10 MB is refused, and so is a larger body elsewhere', async () => {
    const big = fileOf('big.txt', 'a'.repeat(10 * 1024 * 1024 + 1))
    expect((await read([big])).error).toMatchObject({ code: 'too-large' })
  })
})

describe('what is written is read back, and compared', () => {
  it('exports the draft in the words of each tool', async () => {
    for (const format of ['yaml', 'terraform', 'rest', 'powershell'] as const) {
      const { data, error } = await ana.mutate<PolicyExport>('policies.export', { format, policies: 'draft' })
      expect(error).toBeUndefined()
      expect(data.text, format).toContain('agent.exe')
      const { data: plan } = await read([fileOf(data.fileName, data.text)])
      expect(plan.origin.unknown, format).toEqual([])
    }
    const several = await ana.mutate('policies.export', {
      format: 'reg',
      policies: 'draft',
      policy: 'nobody',
    })
    expect(several.error).toMatchObject({ code: 'not-found' })
  })

  it('sets revisions, policies and hosts side by side', async () => {
    await ana.mutate('policies.publish', { baseRevision: 0, reason: 'first' })
    await ana.mutate('policies.create', { name: 'Second' })
    const revisions = await ana.query<CompareAnswer>('policies.compare', {
      kind: 'revisions',
      one: 0,
      other: 'draft',
    })
    expect(revisions.data).toMatchObject({
      different: true,
      changes: [{ kind: 'created', policy: 'Second' }],
    })
    const hosts = await ana.query<CompareAnswer>('policies.compare', {
      kind: 'hosts',
      policies: 0,
      one: 'cc1',
      other: 'CC1',
    })
    expect(hosts.data).toMatchObject({ kind: 'hosts', names: ['CC1', 'CC1'], different: false })
    const none = await ana.query('policies.compare', { kind: 'hosts', policies: 0, one: 'CC1', other: 'XX' })
    expect(none.error).toMatchObject({ code: 'not-found' })
  })
})
