import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditRow } from '~/server/services/views/audit-view'
import type { Page } from '~/server/services/views/page'
import type { PolicyRow } from '~/server/services/views/policy-view'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let auditor: Browser
let operator: Browser
let policy: PolicyRow

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('auditor')
  await server.addUser('operator', 'ana')
  auditor = await server.signedIn('auditor')
  operator = await server.signedIn('ana')
  policy = (await operator.mutate<PolicyRow>('policies.create', { name: 'CTI' })).data
  for (let i = 0; i < 5; i += 1) await operator.mutate('policies.create', { name: `More ${i}` })
})
afterAll(() => server.close())

const list = async (input: object) => (await auditor.query<Page<AuditRow>>('audit.list', input)).data

describe('the record', () => {
  it('is read newest first, in pages that neither repeat nor leave out', async () => {
    const all = await list({ limit: 200 })
    expect(all.next).toBeNull()
    const ids = all.rows.map(({ id }) => Number(id))
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    const paged: AuditRow[] = []
    let cursor: string | null = null
    do {
      const page: Page<AuditRow> = await list({ limit: 3, ...(cursor && { cursor }) })
      expect(page.rows.length).toBeLessThanOrEqual(3)
      paged.push(...page.rows)
      cursor = page.next
    } while (cursor)
    expect(paged).toEqual(all.rows)
  })

  it('names people and things as they are called now, and keeps their ids', async () => {
    await operator.mutate('me.update', { name: 'Ana Luna' })
    const { rows } = await list({ object: `policy:${policy.id}` })
    expect(rows).toMatchObject([
      {
        actor: { kind: 'user', name: 'Ana Luna' },
        action: 'policy.create',
        object: { kind: 'policy', id: policy.id, name: 'CTI' },
        after: { name: 'CTI' },
      },
    ])
    const stored = await server.database.prisma.auditEvent.findFirst({ where: { objectId: policy.id } })
    expect(stored?.actorId).toBe(rows[0]?.actor.id)
  })

  it.each([
    [{ actor: 'ana' }, 8],
    [{ actor: 'cli' }, 2],
    [{ action: 'policy.create' }, 6],
    [{ object: 'policy' }, 6],
    [{ object: 'more 3' }, 1],
    [{ actor: 'ana', action: 'user.sign-in' }, 1],
    [{ actor: 'nobody' }, 0],
    [{ from: '2999-01-01T00:00:00Z' }, 0],
    [{ to: '2001-01-01T00:00:00Z' }, 0],
    [{ object: "x' OR true --" }, 0],
  ])('is filtered by %j', async (filter, count) => {
    expect((await list(filter)).rows).toHaveLength(count)
  })

  it('offers the actions and kinds that occur', async () => {
    const { data } = await auditor.query('audit.actions')
    expect(data).toEqual({
      actions: ['policy.create', 'user.create', 'user.rename', 'user.sign-in'],
      kinds: ['policy', 'user'],
    })
  })

  it('refuses cursors it never gave, and more than 200 at once', async () => {
    for (const input of [{ cursor: 'abc' }, { cursor: '-1' }, { limit: 201 }, { from: 'yesterday' }]) {
      expect((await auditor.query('audit.list', input)).error?.code).toBe('bad-input')
    }
  })
})

it('names a pool by its name, and by its id once it is gone', async () => {
  const made = await operator.mutate<{ id: string }>('pools.create', {
    name: 'Desk',
    network: '10.77.0.0/24',
  })
  const named = async () => (await list({ object: `pool:${made.data.id}` })).rows.at(-1)?.object.name
  expect(await named()).toBe('Desk')
  await server.database.prisma.pool.delete({ where: { id: made.data.id } })
  expect(await named()).toBeNull()
})
