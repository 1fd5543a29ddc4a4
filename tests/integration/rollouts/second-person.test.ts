import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LiveEvent } from '~/server/live/hub'
import type { AuditRow } from '~/server/services/views/audit-view'
import type { FarmView } from '~/server/services/views/farm-view'
import type { Page } from '~/server/services/views/page'
import type { PolicyRow, PublishPlan } from '~/server/services/views/policy-view'
import type { PublishRequestRow } from '~/server/services/views/rollout-view'
import { addHost } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let boss: Browser
let ana: Browser
let luis: Browser
let policy: PolicyRow

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('admin', 'boss')
  await server.addUser('operator', 'ana')
  await server.addUser('operator', 'luis')
  boss = await server.signedIn('boss')
  ana = await server.signedIn('ana')
  luis = await server.signedIn('luis')
  for (const name of ['A', 'B', 'C']) await addHost(server.database.prisma, { name })
  policy = (await ana.mutate<PolicyRow>('policies.create', { name: 'CTI' })).data
  await edit('first.exe')
  const limit = await boss.mutate<FarmView>('farm.update', { approveAboveHosts: 2, reason: 'four eyes' })
  expect(limit.data.approveAboveHosts).toBe(2)
})
afterAll(() => server.close())

async function edit(program: string): Promise<void> {
  // Restoring an older revision saves the draft, too.
  const { version } = (await ana.query<PolicyRow>('policies.get', { id: policy.id })).data
  const saved = await ana.mutate<PolicyRow>('policies.save', {
    id: policy.id,
    version,
    name: 'CTI',
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: [program] },
    filters: [],
  })
  expect(saved.status).toBe(200)
}

const base = async () => (await ana.query<PublishPlan>('policies.plan')).data.baseRevision
const requests = async (who: Browser) => (await who.query<PublishRequestRow[]>('publishRequests.list')).data
const ask = async (who = ana) =>
  who.mutate<{ id: string }>('publishRequests.create', { baseRevision: await base(), reason: 'the list' })

describe('a publish that reaches more hosts than one person may reach alone', () => {
  it('is refused, asked for, refused to its author, and published in the author’s name by another', async () => {
    expect((await ana.query<PublishPlan>('policies.plan')).data).toMatchObject({ hosts: 3, approveAbove: 2 })
    const alone = await ana.mutate('policies.publish', { baseRevision: 0, reason: 'alone' })
    expect([alone.status, alone.error?.code]).toEqual([409, 'conflict'])
    const { data } = await ask()
    expect((await ask(luis)).error?.code).toBe('conflict')
    expect(await requests(luis)).toMatchObject([{ id: data.id, state: 'waiting', by: 'ana', own: false }])
    const asked = { id: data.id, hosts: 3, by: 'ana' }
    expect((await luis.query('rollouts.attention')).data).toEqual({
      rollout: null,
      request: { ...asked, own: false },
    })
    expect((await ana.query('rollouts.attention')).data).toMatchObject({ request: { ...asked, own: true } })
    const looked = await luis.query('publishRequests.get', { id: data.id })
    expect(looked.data).toMatchObject({
      state: 'waiting',
      by: 'ana',
      own: false,
      hosts: 3,
      sessions: 0,
      changes: [{ kind: 'created', policy: 'CTI' }],
      preview: [],
      // What its author was warned of, the other is.
      warnings: (await ana.query<PublishPlan>('policies.plan')).data.warnings,
    })
    const own = await ana.mutate('publishRequests.approve', { id: data.id, reason: 'mine' })
    expect(own.error?.code).toBe('forbidden')
    const agreed = await luis.mutate('publishRequests.approve', { id: data.id, reason: 'looked at it' })
    expect(agreed.data).toEqual({ revision: 1, changedHosts: 3 })
    expect((await luis.query('rollouts.attention')).data).toEqual({ rollout: null, request: null })
    expect(await requests(ana)).toMatchObject([
      { state: 'approved', decidedBy: 'luis', revision: 1, own: true },
    ])
    const revision = await server.database.prisma.revision.findUnique({ where: { number: 1 } })
    const author = await server.database.prisma.user.findUnique({ where: { username: 'ana' } })
    expect(revision?.publishedBy).toBe(author?.id)
    const audit = await server.database.prisma.auditEvent.findMany({
      where: { objectKind: 'publish-request' },
      orderBy: { id: 'asc' },
    })
    expect(audit.map(({ action }) => action)).toEqual(['publish-request.create', 'publish-request.approve'])
    expect(audit[1]).toMatchObject({ reason: 'looked at it', after: { revision: 1 } })
    const approver = await server.database.prisma.user.findUnique({ where: { username: 'luis' } })
    const published = await server.database.prisma.auditEvent.findMany({
      where: { action: 'policies.publish', objectId: '1' },
    })
    expect(published).toMatchObject([
      {
        actorId: approver?.id,
        reason: 'the list',
        before: { revision: 0 },
        after: {
          revision: 1,
          changes: [{}],
          changedHosts: 3,
          requestedBy: author?.id,
          approvedBy: approver?.id,
        },
      },
    ])
    const record = await server.signedIn('boss')
    const { rows } = (await record.query<Page<AuditRow>>('audit.list', { action: 'policies.publish' })).data
    expect(rows[0]?.names).toEqual({ [author?.id ?? '']: 'ana', [approver?.id ?? '']: 'luis' })
    const shown = await ana.query('policies.revision', { number: 1 })
    expect(shown.data).toMatchObject({ by: 'ana', approvedBy: 'luis' })
  })

  it('is published by nobody once the draft moved, and may be asked for anew', async () => {
    await edit('second.exe')
    const { data } = await ask()
    await edit('third.exe')
    expect((await requests(luis))[0]).toMatchObject({ id: data.id, state: 'stale' })
    const gone = await luis.query('publishRequests.get', { id: data.id })
    expect(gone.data).toMatchObject({ state: 'stale', changes: null })
    const late = await luis.mutate('publishRequests.approve', { id: data.id, reason: 'too late' })
    expect([late.status, late.error?.code]).toEqual([409, 'stale'])
    expect(await base()).toBe(1)
    expect((await luis.mutate('publishRequests.approve', { id: data.id, reason: 'x' })).error?.code).toBe(
      'conflict',
    )
    const again = await ask()
    expect(again.status).toBe(200)
    const no = await luis.mutate('publishRequests.decline', { id: again.data.id, reason: 'not now' })
    expect(no.status).toBe(200)
    expect((await requests(ana))[0]).toMatchObject({ state: 'declined', decision: 'not now' })
    expect(await base()).toBe(1)
  })

  it('is told to screens when it is asked for, withdrawn, and found to be of an older draft', async () => {
    await edit('fourth.exe')
    const told: LiveEvent[] = []
    const stop = server.services.hub.subscribe((events) => told.push(...events))
    const { data: first } = await ask()
    await ana.mutate('publishRequests.decline', { id: first.id, reason: 'not yet' })
    const { data: second } = await ask()
    await edit('second.exe')
    await luis.mutate('publishRequests.approve', { id: second.id, reason: 'too late' })
    stop()
    const ids = told.flatMap((event) => (event.kind === 'request' ? [event.id] : []))
    expect(ids).toEqual([first.id, first.id, second.id, second.id])
  })

  it('goes out in waves where it was asked for so, and an old revision comes back without asking', async () => {
    const { data } = await ana.mutate<{ id: string }>('publishRequests.create', {
      baseRevision: 1,
      reason: 'in waves',
      rollout: { soakSeconds: 5 },
    })
    const agreed = await luis.mutate<{ rollout: string }>('publishRequests.approve', {
      id: data.id,
      reason: 'yes',
    })
    expect(agreed.data).toMatchObject({ revision: 2, changedHosts: 3, rollout: expect.any(String) })
    const back = await ana.mutate('policies.restore', { number: 1, baseRevision: 2, reason: 'not good' })
    expect(back.data).toMatchObject({ revision: 3 })
    const rollout = await ana.query('rollouts.get', { id: agreed.data.rollout })
    expect(rollout.data).toMatchObject({ state: 'superseded', endRevision: 3 })
  })

  it('is nobody else’s business where the farm sets no limit', async () => {
    await boss.mutate('farm.update', { approveAboveHosts: null, reason: 'two eyes' })
    await edit('fifth.exe')
    expect((await ask()).error?.code).toBe('conflict')
    expect((await ana.mutate('policies.publish', { baseRevision: 3, reason: 'alone' })).status).toBe(200)
  })
})

describe('how a publish shall go out', () => {
  it('is refused, with the field and its mend, where its waves break a rule', async () => {
    await edit('sixth.exe')
    const wrong = await ana.mutate('policies.publish', {
      baseRevision: await base(),
      reason: 'waves',
      rollout: { waves: [{ kind: 'percent', percent: 50 }] },
    })
    expect(wrong.status).toBe(400)
    expect(wrong.error?.problems).toMatchObject([{ field: 'waves' }])
    const unknown = await ana.mutate('policies.publish', {
      baseRevision: await base(),
      reason: 'waves',
      rollout: { waves: [{ kind: 'moon' }] },
    })
    expect(unknown.status).toBe(400)
  })
})
