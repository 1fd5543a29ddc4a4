import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RestorePlan } from '~/server/services/views/plan-view'
import type { PolicyRow, RevisionView } from '~/server/services/views/policy-view'
import { addHost, addSession } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let ana: Browser
let head: number

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('operator', 'ana')
  ana = await server.signedIn('ana')
  const host = await addHost(server.database.prisma, { name: 'CC1', deliveryGroup: 'Call centre' })
  await addHost(server.database.prisma, { name: 'DEV1', deliveryGroup: 'Developers' })
  await addSession(server.database.prisma, { hostId: host, number: 7, user: 'EX\\ana' })
  await save(await create('CTI'), ['softphone.exe'])
  head = 0
  await publish('the good one')
})
afterAll(() => server.close())

const rows = () => server.database.prisma.policy.findMany({ orderBy: { priority: 'asc' } })
const create = async (name: string) => (await ana.mutate<PolicyRow>('policies.create', { name })).data
const programs = async () => (await rows()).map(({ settings }) => JSON.stringify(settings))

async function save(row: PolicyRow | undefined, list: string[]): Promise<void> {
  const { id, version, name } = row ?? ((await rows())[0] as unknown as PolicyRow)
  const { error } = await ana.mutate('policies.save', {
    id,
    version,
    name,
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: list },
    filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: 'Call centre' }],
  })
  expect(error).toBeUndefined()
}

async function publish(reason: string): Promise<void> {
  expect((await ana.mutate('policies.publish', { baseRevision: head, reason })).error).toBeUndefined()
  head += 1
}

const restore = (number: number, baseRevision = head, reason = 'it broke the phones') =>
  ana.mutate<{ revision: number; changedHosts: number }>('policies.restore', {
    number,
    baseRevision,
    reason,
    ticket: 'INC-7',
  })

async function everything() {
  const { prisma } = server.database
  const [policies, hosts, revisions, audit] = await Promise.all([
    rows(),
    prisma.host.findMany({ orderBy: { name: 'asc' } }),
    prisma.revision.count(),
    prisma.auditEvent.count(),
  ])
  return { policies, hosts, revisions, audit }
}

describe('a rollback', () => {
  beforeEach(async () => {
    await save(undefined, ['softphone.exe', `bad-${head}.exe`])
    await publish('a bad one')
  })

  it('is a new revision that names the one it brings back, with its policies in force and in the draft', async () => {
    const before = (await rows())[0]
    const good = (await ana.query<RevisionView>('policies.revision', { number: 1 })).data
    const { data, error } = await restore(1)
    expect(error).toBeUndefined()
    head += 1
    expect(data).toEqual({ revision: head, changedHosts: 1 })
    const made = (await ana.query<RevisionView>('policies.revision', { number: head })).data
    expect(made).toMatchObject({ restores: 1, by: 'ana', ticket: 'INC-7', reason: 'it broke the phones' })
    expect(made.policies).toEqual(good.policies)
    const draft = (await ana.query<{ draftDiffers: boolean }>('policies.list')).data
    expect(draft.draftDiffers).toBe(false)
    // The policy keeps what it is known by: open editors and links find it, and learn that it moved.
    expect((await rows())[0]).toMatchObject({ id: before?.id, version: (before?.version ?? 0) + 1 })
  })

  it('gives only the hosts that it changes a ticket, which says that it is a rollback', async () => {
    const [cc, dev] = await server.database.prisma.host.findMany({ orderBy: { name: 'asc' } })
    await restore(1)
    head += 1
    const [ccNow, devNow] = await server.database.prisma.host.findMany({ orderBy: { name: 'asc' } })
    expect(ccNow).toMatchObject({ wantedGeneration: (cc?.wantedGeneration ?? 0) + 1, wantedRevision: head })
    expect(ccNow?.ticket).toMatchObject({ ticket: { rollback: true, revision: head } })
    expect(devNow).toEqual(dev)
  })

  it('is on the record with the reason, and with the edits of the draft that it drops', async () => {
    await save(undefined, ['unpublished.exe'])
    const plan = (await ana.query<RestorePlan>('policies.restorePlan', { number: 1 })).data
    expect(plan).toMatchObject({
      baseRevision: head,
      hosts: 1,
      sessions: 1,
      effects: [{ names: ['CC1'], settings: [{ removed: [`bad-${head - 1}.exe`] }] }],
      lostEdits: [{ policy: 'CTI', settings: [{ added: ['unpublished.exe'] }] }],
    })
    await restore(1)
    head += 1
    const event = await server.database.prisma.auditEvent.findFirst({
      where: { action: 'policies.restore' },
      orderBy: { id: 'desc' },
    })
    expect(event).toMatchObject({
      objectId: String(head),
      reason: 'it broke the phones',
      before: { revision: head - 1, lostEdits: [{ policy: 'CTI' }] },
      after: { restores: 1, changedHosts: 1, ticket: 'INC-7' },
    })
    expect(await programs()).toEqual([expect.not.stringContaining('unpublished')])
  })

  it('is refused on a stale base, of a revision that is in force or never was, and writes nothing then', async () => {
    const before = await everything()
    const stale = await restore(1, head - 1)
    expect([stale.status, stale.error?.code]).toEqual([409, 'stale'])
    expect(stale.error?.current).toMatchObject({ revision: head, by: 'ana' })
    expect((await restore(head)).error?.code).toBe('conflict')
    expect((await restore(999)).error?.code).toBe('not-found')
    expect((await restore(1, head, ' ')).error?.code).toBe('bad-input')
    expect(await everything()).toEqual(before)
  })

  it('leaves everything as it was when its record cannot be written', async () => {
    const before = await everything()
    await server.database.pool.query(
      `CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
       CREATE TRIGGER no_audit BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION no_audit()`,
    )
    const { status } = await restore(1)
    await server.database.pool.query('DROP FUNCTION no_audit CASCADE')
    expect(status).toBe(500)
    expect(await everything()).toEqual(before)
  })

  it('and a publish on one base: exactly one of them wins', async () => {
    await save(undefined, ['other.exe'])
    const answers = await Promise.all([
      restore(1),
      ana.mutate('policies.publish', { baseRevision: head, reason: 'another' }),
      restore(1),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(await server.database.prisma.revision.count()).toBe(head + 1)
    head += 1
  })
})
