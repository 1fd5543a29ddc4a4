import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AdminServer, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('admin')
  await server.addUser('helpdesk')
})
afterAll(() => server.close())

it('a saved view is its owner’s alone; one of the same name is replaced', async () => {
  const admin = await server.signedIn('admin')
  const other = await server.signedIn('helpdesk')
  const saved = await admin.mutate('views.save', { list: 'hosts', name: 'Stale', query: 'convergence=stale' })
  const again = await admin.mutate('views.save', { list: 'hosts', name: 'Stale', query: 'columns=state' })
  expect(again.data).toEqual({ ...(saved.data as object), query: 'columns=state' })

  expect((await other.query('views.list', { list: 'hosts' })).data).toEqual({ views: [] })
  const { id } = saved.data as { id: string }
  expect((await other.mutate('views.remove', { id })).error?.code).toBe('not-found')
  expect((await admin.mutate('views.remove', { id })).data).toEqual({ removed: true })
  expect((await admin.query('views.list', { list: 'hosts' })).data).toEqual({ views: [] })
})

it('a time zone is one there is', async () => {
  const admin = await server.signedIn('admin')
  const { error } = await admin.mutate('me.update', { timeZone: 'Mars/Olympus' })
  expect([error?.code, error?.problems?.[0]?.field]).toEqual(['bad-input', 'timeZone'])
  const { data } = await admin.mutate('me.update', { timeZone: 'Europe/Madrid', density: 'compact' })
  expect(data).toMatchObject({ user: { timeZone: 'Europe/Madrid', density: 'compact' } })
})
