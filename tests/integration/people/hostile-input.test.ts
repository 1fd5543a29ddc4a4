import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let admin: Browser
beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('admin')
  admin = await server.signedIn('admin')
})
afterAll(() => server.close())

const NUL = 'a\0b'
const HALF = 'a\ud83db'
const NOBODY = '00000000-0000-0000-0000-000000000000'
const cursor = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const badInput = [400, 'bad-input']

describe('what the database cannot store or compare is bad input, never a defect', () => {
  test.each([
    ['deliveryGroups.create', { name: HALF, kind: 'Shared' }],
    ['policies.create', { name: HALF }],
    ['policies.create', { name: 'A', description: HALF }],
    ['policies.create', { name: 'A', description: NUL }],
    ['tokens.create', { label: HALF, deliveryGroupId: NOBODY, uses: 1, hours: 1 }],
    ['me.update', { name: HALF }],
    ['farm.update', { name: 'Farm', reason: HALF }],
    ['policies.remove', { id: NOBODY, version: 2 ** 31 }],
  ])('%s of %j', async (path, input) => {
    const { status, error } = await admin.mutate(path, input)
    expect([status, error?.code]).toEqual(badInput)
  })

  test.each([
    ['hosts.list', { cursor: cursor(NUL, NOBODY) }],
    ['sessions.list', { cursor: cursor('2026-02-30T00:00:00.000Z', NOBODY) }],
    ['sessions.list', { cursor: cursor('0000-01-01T00:00:00.000Z', NOBODY) }],
    ['policies.history', { cursor: String(2 ** 31) }],
    ['policies.revision', { number: 2 ** 31 }],
    ['audit.list', { from: '0000-01-01T00:00:00Z' }],
    ['audit.list', { from: '9999-12-31T23:00:00-23:59' }],
  ])('%s of %j', async (path, input) => {
    const { status, error } = await admin.query(path, input)
    expect([status, error?.code]).toEqual(badInput)
  })

  test.each(['audit.csv?from=0000-01-01', 'allocations.csv?to=0000-01-01T00:00:00Z'])(
    'the export %s',
    async (path) => {
      expect((await admin.fetch(`/api/export/${path}`)).status).toBe(400)
    },
  )

  test('every offset of ISO 8601 is understood, also those the database does not know', async () => {
    const { status } = await admin.query('audit.list', { from: '2026-01-01T00:00:00+23:59' })
    expect(status).toBe(200)
    const answer = await admin.fetch('/api/export/audit.csv?from=2026-01-01T00:00:00%2B23:59')
    expect(answer.status).toBe(200)
    await answer.text()
  })

  test('a setting that nests without end is told shortly', async () => {
    const { data } = await admin.mutate<{ id: string }>('policies.create', { name: 'Deep' })
    const input = { id: data?.id, version: 1, name: 'Deep', description: '', enabled: true, filters: [] }
    const deep = `{"VirtualLoopbackPrograms":["@"]}`.replace('"@"', '['.repeat(20_000) + ']'.repeat(20_000))
    const answer = await admin.fetch('/api/trpc/policies.save', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...input, settings: '@' }).replace('"@"', deep),
    })
    expect(answer.status).toBe(400)
    expect((await answer.text()).length).toBeLessThan(2_000)
  })

  test('an address whose % stands for no character', async () => {
    expect((await admin.fetch('/api/trpc/%ff')).status).toBe(400)
    expect((await admin.fetch('/hosts/%ff')).status).toBe(400)
  })
})
