import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Resolution } from '~/domain/resolve'
import { openSessionsByHost } from '~/server/repositories/revision-impact'
import type { PolicyList, PolicyRow, PublishPlan, RevisionView } from '~/server/services/views/policy-view'
import { addHost, addSession } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let ana: Browser
let hosts: string[]

const errors: { requestId?: string; path?: string }[] = []

beforeAll(async () => {
  const error = (details: object) => void errors.push(details)
  server = await startAdminServer({ log: { debug() {}, info() {}, warn() {}, error } })
  await server.addUser('operator', 'ana')
  ana = await server.signedIn('ana')
  hosts = []
  for (const [name, deliveryGroup] of [
    ['CC1', 'Call centre'],
    ['CC2', 'Call centre'],
    ['DEV1', 'Developers'],
  ] as const) {
    hosts.push(await addHost(server.database.prisma, { name, deliveryGroup }))
  }
  await addSession(server.database.prisma, { hostId: String(hosts[0]), number: 7, user: 'EX\\ana' })
  await addSession(server.database.prisma, { hostId: String(hosts[2]), number: 3, user: 'EX\\luis' })
})
afterAll(() => server.close())

const list = async () => (await ana.query<PolicyList>('policies.list')).data
const plan = async () => (await ana.query<PublishPlan>('policies.plan')).data
const publish = (baseRevision: number, reason = 'because') =>
  ana.mutate('policies.publish', { baseRevision, reason })

async function savePrograms(name: string, programs: string[]): Promise<void> {
  const found = (await list()).policies.find((policy) => policy.name === name)
  const row = found ?? (await ana.mutate<PolicyRow>('policies.create', { name })).data
  const saved = await ana.mutate('policies.save', {
    id: row.id,
    version: row.version,
    name,
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
    filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: 'Call centre' }],
  })
  expect(saved.error).toBeUndefined()
}

describe('publishing', () => {
  it('gives all hosts a first ticket, then only those whose configuration changes', async () => {
    await savePrograms('CTI', ['softphone.exe'])
    expect((await list()).draftDiffers).toBe(true)
    const first = await publish(0, 'the first')
    expect(first.data).toEqual({ revision: 1, changedHosts: 3 })
    expect(await list()).toMatchObject({ head: { revision: 1, by: 'ana' }, draftDiffers: false })

    await savePrograms('CTI', ['softphone.exe', 'helper.exe'])
    expect(await plan()).toMatchObject({
      baseRevision: 1,
      hosts: 2,
      sessions: 1,
      problems: [],
      changes: [{ kind: 'changed', policy: 'CTI', settings: [{ added: ['helper.exe'], removed: [] }] }],
    })
    expect((await publish(1, 'the helper too')).data).toEqual({ revision: 2, changedHosts: 2 })
    const rows = await server.database.prisma.host.findMany({ orderBy: { name: 'asc' } })
    expect(rows.map(({ wantedGeneration, wantedRevision }) => [wantedGeneration, wantedRevision])).toEqual([
      [2, 2],
      [2, 2],
      [1, 1],
    ])
    expect(new Set(rows.map(({ wantedHash }) => wantedHash)).size).toBe(2)
    expect(await plan()).toMatchObject({ baseRevision: 2, hosts: 0, sessions: 0, changes: [] })
  })

  it('counts the open sessions of hundreds of hosts as it counts those of few', async () => {
    const asked = [String(hosts[0]), String(hosts[1])]
    const many = [...asked, ...Array.from({ length: 600 }, () => randomUUID())]
    const { prisma } = server.database
    expect(await openSessionsByHost(prisma, asked)).toEqual(new Map([[hosts[0], 1]]))
    expect(await openSessionsByHost(prisma, many)).toEqual(new Map([[hosts[0], 1]]))
  })

  it('refuses to publish what is in force already', async () => {
    const { status, error } = await publish(2)
    expect([status, error?.code]).toEqual([409, 'conflict'])
    expect(await server.database.prisma.revision.count()).toBe(2)
  })

  it('lets exactly one of eight publishers on one base win, and shows the others what stands', async () => {
    await savePrograms('CTI', ['softphone.exe', 'helper.exe', 'third.exe'])
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => publish(2, `publisher ${i}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])
    const loser = answers.find(({ status }) => status === 409)
    expect(loser?.error).toMatchObject({
      code: 'stale',
      current: { revision: 3, by: 'ana', publishedAt: expect.any(String), changes: [] },
    })
    expect(await server.database.prisma.revision.count()).toBe(3)
    expect(await server.database.prisma.auditEvent.count({ where: { action: 'policies.publish' } })).toBe(3)
  })

  it('refuses a base that does not exist, and publishing without a reason', async () => {
    expect((await publish(9)).error?.code).toBe('not-found')
    const { error } = await publish(3, '  ')
    expect(error?.problems?.[0]?.field).toBe('reason')
  })

  it('refuses a draft that breaks a rule, whoever wrote it, and half-writes nothing', async () => {
    const before = await server.database.prisma.host.findMany({ orderBy: { name: 'asc' } })
    await server.database.pool.query(`UPDATE policy SET settings = '{"VirtualLoopbackPrograms": [""]}'`)
    expect((await plan()).problems[0]?.field).toBe('policies[0].settings.VirtualLoopbackPrograms[0]')
    const { status, error } = await publish(3)
    expect([status, error?.code]).toEqual([400, 'bad-input'])
    expect(await server.database.prisma.revision.count()).toBe(3)
    expect(await server.database.prisma.host.findMany({ orderBy: { name: 'asc' } })).toEqual(before)
    await savePrograms('CTI', ['softphone.exe', 'helper.exe', 'third.exe'])
  })

  it('leaves everything as it was when the transaction fails at its end, and logs that once', async () => {
    await savePrograms('CTI', ['softphone.exe'])
    await server.database.pool.query(
      `CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
       CREATE TRIGGER no_audit BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION no_audit()`,
    )
    const { status, error, headers } = await publish(3)
    await server.database.pool.query('DROP FUNCTION no_audit CASCADE')
    expect(errors).toMatchObject([{ path: 'policies.publish', requestId: headers.get('x-request-id') }])
    expect([status, error?.code]).toEqual([500, 'internal'])
    expect(error?.message).not.toMatch(/disk full/)
    expect(await server.database.prisma.revision.count()).toBe(3)
    expect((await plan()).hosts).toBe(2)
  })

  it('keeps the history, newest first, each revision with its difference from the one before', async () => {
    const { data } = await ana.query<{ rows: { number: number; reason: string }[]; next: string | null }>(
      'policies.history',
      { limit: 2 },
    )
    expect(data.rows.map(({ number }) => number)).toEqual([3, 2])
    const rest = await ana.query<typeof data>('policies.history', { limit: 2, cursor: data.next })
    expect(rest.data.rows).toMatchObject([{ number: 1, reason: 'the first', changedHosts: 3, changes: 1 }])
    expect(rest.data.next).toBeNull()
    const second = (await ana.query<RevisionView>('policies.revision', { number: 2 })).data
    expect(second).toMatchObject({
      reason: 'the helper too',
      by: 'ana',
      policies: [{ name: 'CTI', priority: 1 }],
      changes: [{ kind: 'changed', settings: [{ added: ['helper.exe'] }] }],
    })
    expect((await ana.query('policies.revision', { number: 44 })).status).toBe(404)
  })

  it('shows what one host is given by the newest revision, not by the draft', async () => {
    const { data } = await ana.query<Resolution>('policies.resultant', { hostId: hosts[0] })
    expect(data.settings.VirtualLoopbackPrograms).toMatchObject({
      policy: 'CTI',
      value: ['softphone.exe', 'helper.exe', 'third.exe'],
    })
    const none = await ana.query<Resolution>('policies.resultant', { hostId: hosts[2] })
    expect(none.data.settings).toEqual({})
  })
})

describe('what was written once', () => {
  it.each([
    'UPDATE revision SET reason = $1',
    'DELETE FROM revision WHERE reason <> $1',
    'UPDATE audit_event SET reason = $1',
    'DELETE FROM audit_event WHERE action <> $1',
    'UPDATE bundle SET signature = $1',
  ])('is not changed by: %s', async (statement) => {
    await expect(server.database.pool.query(statement, ['x'])).rejects.toThrow()
  })

  it.each(['TRUNCATE revision', 'TRUNCATE audit_event'])('is not emptied by: %s', async (statement) => {
    await expect(server.database.pool.query(statement)).rejects.toThrow()
  })
})
