import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PolicyList, PolicyRow } from '~/server/services/views/policy-view'
import { addHost } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let ana: Browser
let luis: Browser

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('operator', 'ana')
  await server.addUser('operator', 'luis')
  ana = await server.signedIn('ana')
  luis = await server.signedIn('luis')
  for (const name of ['CC1', 'CC2']) {
    await addHost(server.database.prisma, { name, deliveryGroup: 'Call centre' })
  }
  await addHost(server.database.prisma, { name: 'DEV1', deliveryGroup: 'Developers' })
})
afterAll(() => server.close())

async function create(name: string): Promise<PolicyRow> {
  const answer = await ana.mutate<PolicyRow>('policies.create', { name })
  expect(answer.error).toBeUndefined()
  return answer.data
}

const content = ({ id, version, name, description, enabled, settings, filters }: PolicyRow) => ({
  id,
  version,
  name,
  description,
  enabled,
  settings,
  filters,
})

const stored = (id: string) => server.database.prisma.policy.findUnique({ where: { id } })
const names = async () =>
  (await ana.query<PolicyList>('policies.list')).data.policies.map(
    ({ name, priority }) => `${priority} ${name}`,
  )

describe('the draft', () => {
  it('keeps a policy whole, and shows how many hosts it matches and what to beware of', async () => {
    const made = await create('Softphones')
    expect(made).toMatchObject({
      enabled: true,
      priority: 1,
      version: 1,
      updatedBy: 'ana',
      matchingHosts: 3,
      warnings: [],
    })
    const { data } = await ana.mutate<PolicyRow>('policies.save', {
      ...content(made),
      description: 'The CTI client\nand its helper',
      settings: { VirtualLoopbackPrograms: ['softphone.exe', 'C:\\CTI\\helper.exe'] },
      filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: 'call CENTRE' }],
    })
    expect(data).toMatchObject({
      version: 2,
      description: 'The CTI client\nand its helper',
      settings: { VirtualLoopbackPrograms: ['softphone.exe', 'C:\\CTI\\helper.exe'] },
      matchingHosts: 2,
    })
    expect(data.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['list-without-switch', 'path-entry']),
    )
    expect((await ana.query<PolicyRow>('policies.get', { id: made.id })).data).toEqual(data)
  })

  it('refuses a save over somebody else’s, and says what stands now', async () => {
    const made = await create('Contested')
    const first = await luis.mutate<PolicyRow>('policies.save', {
      ...content(made),
      description: 'Luis was here',
    })
    expect(first.status).toBe(200)
    const second = await ana.mutate('policies.save', { ...content(made), description: 'Ana was here' })
    expect(second.status).toBe(409)
    expect(second.error).toMatchObject({
      code: 'stale',
      current: { version: 2, description: 'Luis was here' },
    })
    expect((await stored(made.id))?.description).toBe('Luis was here')
  })

  it('lets one of eight savers of one version win', async () => {
    const made = await create('Raced')
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        (i % 2 ? ana : luis).mutate('policies.save', { ...content(made), description: `saver ${i}` }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])
    expect((await stored(made.id))?.version).toBe(2)
  })

  const MANY = Array.from({ length: 2_001 }, (_, i) => `p${i}.exe`)
  it.each([
    ['2,001 entries', { VirtualLoopbackPrograms: MANY }, /^settings\.VirtualLoopbackPrograms/],
    [
      'an empty entry',
      { VirtualLoopbackPrograms: ['a.exe', ''] },
      /^settings\.VirtualLoopbackPrograms\[1\]$/,
    ],
    [
      'a control character',
      { VirtualLoopbackPrograms: ['a\u0007.exe'] },
      /^settings\.VirtualLoopbackPrograms\[0\]$/,
    ],
    [
      'an entry of 261',
      { VirtualLoopbackPrograms: ['x'.repeat(261)] },
      /^settings\.VirtualLoopbackPrograms\[0\]$/,
    ],
    ['text for a switch', { VirtualLoopbackSupport: 'yes' }, /^settings\.VirtualLoopbackSupport$/],
    ['a setting nobody knows', { FilterAdapterAddresses: true }, /^settings\.FilterAdapterAddresses$/],
    ['a list for settings', [] as unknown, /^settings$/],
  ])('refuses %s, naming field, rule and mend, and writes nothing', async (what, settings, field) => {
    const made = await create(`Sound: ${what}`)
    const { status, error } = await ana.mutate('policies.save', { ...content(made), settings })
    expect(status).toBe(400)
    expect(error?.code).toBe('bad-input')
    expect(error?.problems?.[0]).toEqual({
      field: expect.stringMatching(field),
      value: expect.anything(),
      rule: expect.stringMatching(/./),
      mend: expect.stringMatching(/./),
    })
    expect(await stored(made.id)).toMatchObject({ version: 1, settings: {} })
  })

  it('refuses bad filters and names that are taken, in whatever case', async () => {
    const made = await create('Taken')
    const filter = { type: 'OU', mode: 'Allow', enabled: true, value: '' }
    const bad = await ana.mutate('policies.save', { ...content(made), filters: [filter] })
    expect(bad.error?.problems?.[0]?.field).toMatch(/^filters\[0\]/)
    const unknown = await ana.mutate('policies.save', {
      ...content(made),
      filters: [{ ...filter, type: 'Colour' }],
    })
    expect(unknown.error?.problems?.[0]?.field).toBe('filters[0].type')
    expect((await ana.mutate('policies.create', { name: ' TAKEN ' })).error?.problems?.[0]?.field).toBe(
      'name',
    )
    expect((await ana.mutate('policies.create', { name: '' })).error?.problems?.[0]?.field).toBe('name')
    const two = await Promise.all(['Twin', 'TWIN'].map((name) => ana.mutate('policies.create', { name })))
    expect(two.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it('reorders all policies or none', async () => {
    const { data } = await ana.query<PolicyList>('policies.list')
    const ids = data.policies.map(({ id }) => id)
    const turned = await ana.mutate<PolicyList>('policies.reorder', { ids: [...ids].reverse() })
    expect(turned.data.policies.map(({ id }) => id)).toEqual([...ids].reverse())
    expect(turned.data.policies.map(({ priority }) => priority)).toEqual(ids.map((_, i) => i + 1))
    const before = await names()
    for (const wrong of [
      ids.slice(1),
      [...ids, ids[0]],
      [...ids.slice(1), '00000000-0000-4000-8000-000000000000'],
    ]) {
      const { status, error } = await ana.mutate('policies.reorder', { ids: wrong })
      expect([status, error?.code]).toEqual([409, 'stale'])
    }
    expect(await names()).toEqual(before)
  })

  it('closes the ranks when one is removed, unless it was saved since', async () => {
    const made = await create('Doomed')
    const last = await create('Last')
    await luis.mutate('policies.save', { ...content(made), description: 'wait' })
    const stale = await ana.mutate('policies.remove', { id: made.id, version: 1 })
    expect([stale.status, stale.error?.code]).toEqual([409, 'stale'])
    expect((await ana.mutate('policies.remove', { id: made.id, version: 2 })).status).toBe(200)
    expect((await ana.mutate('policies.remove', { id: made.id, version: 2 })).status).toBe(404)
    expect((await stored(last.id))?.priority).toBe(last.priority - 1)
    const count = (await names()).length
    expect((await names()).map((row) => Number(row.split(' ')[0]))).toEqual(
      Array.from({ length: count }, (_, i) => i + 1),
    )
  })

  it('puts every change on the record, with its person and what it was before', async () => {
    const rows = await server.database.prisma.auditEvent.findMany({
      where: { objectKind: { in: ['policy', 'policies'] } },
    })
    const actions = new Set(rows.map(({ action }) => action))
    expect(actions).toEqual(new Set(['policy.create', 'policy.save', 'policy.remove', 'policies.reorder']))
    expect(
      rows.every(({ actorKind, actorId, requestId }) => actorKind === 'user' && actorId && requestId),
    ).toBe(true)
    const saved = rows.find(({ action }) => action === 'policy.save')
    expect(saved?.after).toMatchObject({
      change: {
        settings: [{ setting: 'VirtualLoopbackPrograms', added: ['softphone.exe', 'C:\\CTI\\helper.exe'] }],
      },
    })
  })
})
