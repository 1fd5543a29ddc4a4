import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Policy } from '~/domain/policy-model'
import type { StoredPlan } from '~/server/services/views/plan-view'
import { addHost, addSession } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'
import { filter, policy } from '~/tests/support/policies'

let server: AdminServer
let ana: Browser
let cc1: string

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('operator', 'ana')
  ana = await server.signedIn('ana')
  cc1 = await addHost(server.database.prisma, { name: 'CC1', deliveryGroup: 'Call centre' })
  await addHost(server.database.prisma, { name: 'CC2', deliveryGroup: 'Call centre' })
  await addHost(server.database.prisma, { name: 'DEV1', deliveryGroup: 'Developers' })
  await addSession(server.database.prisma, { hostId: cc1, number: 7, user: 'EX\\ana' })
  await addSession(server.database.prisma, { hostId: cc1, number: 8, user: 'EX\\luis' })
})
afterAll(() => server.close())

const CC = [filter('DesktopGroup', 'Call centre')]
const listing = (name: string, priority: number, programs: string[], filters = CC): Policy =>
  policy(name, priority, {
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
    filters,
  })

const store = async (policies: Policy[]) => {
  const { data, error } = await ana.mutate<StoredPlan>('policies.storePlan', { policies })
  expect(error).toBeUndefined()
  return data
}
const apply = (plan: StoredPlan, reason = 'as reviewed') =>
  ana.mutate<{ revision: number; changedHosts: number }>('policies.applyPlan', {
    hash: plan.hash,
    reason,
    ticket: 'CHG-1',
  })

async function everything() {
  const { prisma } = server.database
  const [policies, hosts, revisions, audit, plans] = await Promise.all([
    prisma.policy.findMany({ orderBy: { priority: 'asc' } }),
    prisma.host.findMany({ orderBy: { name: 'asc' } }),
    prisma.revision.count(),
    prisma.auditEvent.count(),
    prisma.policyPlan.findMany({ orderBy: { hash: 'asc' } }),
  ])
  return { policies, hosts, revisions, audit, plans }
}

describe('a plan', () => {
  it('lists policies and hosts, writes nothing but itself, and is applied exactly', async () => {
    const before = await everything()
    const wanted = [listing('CTI', 10, ['softphone.exe']), policy('Base', 20)]
    const plan = await store(wanted)
    expect(plan).toMatchObject({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      baseRevision: 0,
      changes: [
        { kind: 'created', policy: 'CTI' },
        { kind: 'created', policy: 'Base' },
      ],
      hosts: 3,
      sessions: 2,
      effects: [
        { hosts: 2, names: ['CC1', 'CC2'], sessions: 2, isFirst: true },
        { hosts: 1, names: ['DEV1'], sessions: 0, settings: [] },
      ],
    })
    const { plans, audit, ...rest } = await everything()
    expect({ ...rest, plans: [], audit: audit - 1 }).toEqual(before)
    expect(plans).toHaveLength(1)

    expect((await apply(plan)).data).toEqual({ revision: 1, changedHosts: 3 })
    const after = await everything()
    expect(after.policies.map(({ name, priority }) => [name, priority])).toEqual([
      ['CTI', 1],
      ['Base', 2],
    ])
    expect(after.plans[0]?.appliedAs).toBe(1)
    const event = await server.database.prisma.auditEvent.findFirst({
      where: { action: 'policies.applyPlan' },
    })
    expect(event).toMatchObject({
      objectId: '1',
      reason: 'as reviewed',
      before: { revision: 0 },
      after: { plan: plan.hash, revision: 1, changedHosts: 3, ticket: 'CHG-1' },
    })
    const second = await store(wanted)
    expect(second).toMatchObject({ hash: null, changes: [], lostEdits: [], hosts: 0, effects: [] })
    expect(await everything()).toEqual(after)
  })

  it('leaves policies and hosts that it does not list untouched', async () => {
    const before = await everything()
    const plan = await store([listing('CTI', 1, ['softphone.exe', 'helper.exe']), policy('Base', 2)])
    expect(plan.changes).toMatchObject([
      { kind: 'changed', policy: 'CTI', settings: [{ added: ['helper.exe'], removed: [] }] },
    ])
    expect((await apply(plan)).data).toMatchObject({ revision: 2, changedHosts: 2 })
    const after = await everything()
    expect(after.policies[1]).toEqual(before.policies[1])
    expect(after.policies[0]).toMatchObject({ id: before.policies[0]?.id, version: 2 })
    expect(after.hosts[2]).toEqual(before.hosts[2])
  })

  it('may swap priorities, delete, and give a new policy the name of a deleted one, in one go', async () => {
    const swapped = [policy('Base', 1), listing('CTI', 2, ['softphone.exe']), listing('Third', 3, ['t.exe'])]
    expect((await apply(await store(swapped))).status).toBe(200)
    const wanted = [listing('THIRD', 1, ['t.exe']), listing('CTI', 2, ['softphone.exe', 'helper.exe'])]
    const plan = await store(wanted)
    expect(plan.changes.map(({ kind, policy: name }) => [kind, name])).toEqual([
      ['changed', 'THIRD'],
      ['changed', 'CTI'],
      ['deleted', 'Base'],
    ])
    expect((await apply(plan)).status).toBe(200)
    expect((await everything()).policies.map(({ name }) => name)).toEqual(['THIRD', 'CTI'])
    expect((await apply(await store([listing('CTI', 1, ['softphone.exe']), policy('Base', 2)]))).status).toBe(
      200,
    )
  })

  it('has one hash as long as all that it stands on is the same, and is stored once', async () => {
    const wanted = [listing('CTI', 1, ['third.exe'])]
    const [one, two] = [await store(wanted), await store(wanted)]
    expect(two.hash).toBe(one.hash)
    expect(await server.database.prisma.policyPlan.count({ where: { hash: one.hash ?? '' } })).toBe(1)
    expect((await store([listing('CTI', 1, ['fourth.exe'])])).hash).not.toBe(one.hash)
  })

  it('of policies that break a rule is refused with every problem, and not stored', async () => {
    const before = await everything()
    const { status, error } = await ana.mutate('policies.storePlan', {
      policies: [listing('CTI', 1, ['']), listing(' cti ', 2, ['a.exe'])],
    })
    expect([status, error?.code]).toEqual([400, 'bad-input'])
    expect(error?.problems?.[0]?.field).toBe('policies[0].settings.VirtualLoopbackPrograms[0]')
    const twice = await ana.mutate('policies.storePlan', { policies: [policy('A', 1), policy(' a', 2)] })
    expect(twice.error?.problems?.[0]?.rule).toMatch(/two policies have the name/)
    expect(await everything()).toEqual(before)
  })

  it('is forgotten after 7 days, and when there are 100 newer ones', async () => {
    const plan = await store([listing('CTI', 1, ['old.exe'])])
    const { pool, prisma } = server.database
    await pool.query(`UPDATE policy_plan SET created_at = created_at - interval '8 days' WHERE hash = $1`, [
      plan.hash,
    ])
    expect((await apply(plan)).error?.code).toBe('not-found')
    await pool.query(
      `INSERT INTO policy_plan SELECT 'more-' || n, 0, '', '', '[]', now() + n * interval '1 s', 'cli', NULL
       FROM generate_series(1, 120) n`,
    )
    await store([listing('CTI', 1, ['new.exe'])])
    expect(await prisma.policyPlan.count()).toBe(100)
    await pool.query(`DELETE FROM policy_plan`)
  })
})

describe('applying is refused, and writes nothing, when', () => {
  let plan: StoredPlan
  let next = 0

  beforeEach(async () => {
    next += 1
    plan = await store([listing('CTI', 1, [`program-${next}.exe`]), policy('Base', 2)])
    expect(plan.hash).not.toBeNull()
  })

  async function expectRefused(code: string, words: RegExp): Promise<void> {
    const before = await everything()
    const { status, error } = await apply(plan)
    expect([error?.code, status]).toEqual([code, code === 'not-found' ? 404 : 409])
    expect(error?.message).toMatch(words)
    expect(await everything()).toEqual(before)
  }

  it('another revision was published', async () => {
    const other = await store([listing('CTI', 1, [`other-${next}.exe`]), policy('Base', 2)])
    expect((await apply(other)).status).toBe(200)
    await expectRefused('stale', /published revision/)
  })

  it('the draft was edited', async () => {
    const { data } = await ana.mutate<{ id: string; version: number }>('policies.create', {
      name: 'Meanwhile',
    })
    await expectRefused('stale', /the draft was edited/)
    await ana.mutate('policies.remove', { id: data.id, version: data.version })
    expect((await apply(plan)).status).toBe(200)
  })

  it('a host came that it would change, or one left its group; other hosts may come and go', async () => {
    const late = await addHost(server.database.prisma, { name: 'CC3', deliveryGroup: 'Call centre' })
    await expectRefused('stale', /would change other hosts/)
    await server.database.prisma.host.update({ where: { id: late }, data: { lifecycle: 'retired' } })
    const group = await server.database.prisma.deliveryGroup.findFirst({ where: { name: 'Developers' } })
    const { deliveryGroupId } = await server.database.prisma.host.findUniqueOrThrow({ where: { id: cc1 } })
    await server.database.prisma.host.update({ where: { id: cc1 }, data: { deliveryGroupId: group?.id } })
    await expectRefused('stale', /would change other hosts/)
    await server.database.prisma.host.update({ where: { id: cc1 }, data: { deliveryGroupId } })
    expect((await apply(plan)).status).toBe(200)
  })

  it('the farm combines filters otherwise, and so the same policies would reach other hosts', async () => {
    const either = [...CC, filter('HostName', 'ELSEWHERE*')]
    plan = await store([listing('CTI', 1, [`either-${next}.exe`], either), policy('Base', 2)])
    await server.database.prisma.farm.updateMany({ data: { filterRule: 'any_type' } })
    await expectRefused('stale', /would change other hosts/)
    await server.database.prisma.farm.updateMany({ data: { filterRule: 'all_types' } })
    expect((await apply(plan)).status).toBe(200)
    expect(
      (await store([listing('CTI', 1, [`either-${next}.exe`], either), policy('Base', 2)])).hash,
    ).toBeNull()
  })

  it('it was applied already, or never stored', async () => {
    expect((await apply(plan)).status).toBe(200)
    await expectRefused('conflict', /applied already: it is revision/)
    plan = { ...plan, hash: 'f'.repeat(64) }
    await expectRefused('not-found', /no such plan/)
  })

  it('its record cannot be written', async () => {
    const before = await everything()
    await server.database.pool.query(
      `CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
       CREATE TRIGGER no_audit BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION no_audit()`,
    )
    const { status } = await apply(plan)
    await server.database.pool.query('DROP FUNCTION no_audit CASCADE')
    expect(status).toBe(500)
    expect(await everything()).toEqual(before)
  })

  it('others apply it at the same moment: one wins', async () => {
    const revisions = await server.database.prisma.revision.count()
    const answers = await Promise.all(Array.from({ length: 6 }, () => apply(plan)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    expect(await server.database.prisma.revision.count()).toBe(revisions + 1)
  })
})

it('a plan over a draft with edits that nobody published says which would be lost, and records them', async () => {
  await ana.mutate('policies.create', { name: 'Half done' })
  const plan = await store([listing('CTI', 1, ['last.exe']), policy('Base', 2)])
  expect(plan.lostEdits).toMatchObject([{ kind: 'created', policy: 'Half done' }])
  expect((await apply(plan)).status).toBe(200)
  const event = await server.database.prisma.auditEvent.findFirst({
    where: { action: 'policies.applyPlan' },
    orderBy: { id: 'desc' },
  })
  expect(event?.before).toMatchObject({ lostEdits: [{ policy: 'Half done' }] })
})

// Last, as it publishes what the others do not expect.
describe('the warnings of a plan', () => {
  it('are of what it adds, and not again of what stands published', async () => {
    const interpreters = async (policies: Policy[]) => {
      const plan = await store(policies)
      const { data } = await ana.query<StoredPlan>('policies.storedPlan', { hash: plan.hash })
      expect(data.warnings).toEqual(plan.warnings)
      const ones = plan.warnings.filter(({ code }) => code === 'interpreter-entry')
      return { plan, of: ones.map((warning) => warning.policy) }
    }
    const first = listing('CTI', 1, ['java.exe'])
    const one = await interpreters([first])
    expect(one.of).toEqual(['CTI'])
    expect((await apply(one.plan)).error).toBeUndefined()
    const developers = [filter('DesktopGroup', 'Developers')]
    const both = await interpreters([first, listing('Dev', 2, ['python.exe'], developers)])
    expect(both.of).toEqual(['Dev'])
  })
})
