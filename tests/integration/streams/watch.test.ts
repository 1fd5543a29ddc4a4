import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addHost } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
const now = Date.parse('2026-03-01T08:00:00Z')

beforeAll(async () => {
  server = await startAdminServer({ clock: { now: () => new Date(now) } })
  await server.addUser('admin')
  await server.addUser('helpdesk')
})
afterAll(() => server.close())

/** The rows of a stream, one at a time; null when the server ends it. */
async function open(browser: Browser, path: string) {
  const response = await browser.fetch(`/api/trpc/${path}`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  async function next(): Promise<{ kind: string; row?: { id: string }; revision?: number } | null> {
    for (;;) {
      const found = text.match(/(?:^|\n)data: (\{"kind".*)\n/)
      if (found) {
        text = text.slice((found.index ?? 0) + found[0].length)
        return JSON.parse(String(found[1]))
      }
      const chunk = await reader?.read()
      if (!chunk || chunk.done || /event: return/.test(chunk.value)) return null
      text += chunk.value
    }
  }
  await reader?.read()
  return { next, close: () => reader?.cancel() }
}

describe('watching hosts', () => {
  it('brings a row as it is now when a host changes', async () => {
    const id = await addHost(server.database.prisma, { name: 'CC1' })
    const stream = await open(await server.signedIn('helpdesk'), 'hosts.watch')
    server.services.hub.publish([{ kind: 'host', id }])
    expect(await stream.next()).toMatchObject({ kind: 'host', row: { id, name: 'CC1' } })
    server.services.hub.publish([{ kind: 'revision', revision: 7 }])
    expect(await stream.next()).toEqual({ kind: 'revision', revision: 7 })
    await stream.close()
  })

  it('ends at once for somebody who may not any more, without a further row', async () => {
    const id = await addHost(server.database.prisma, { name: 'CC2' })
    const stream = await open(await server.signedIn('helpdesk'), 'hosts.watch')
    server.services.hub.publish([{ kind: 'host', id }])
    expect(await stream.next()).toMatchObject({ row: { id } })
    const admin = await server.signedIn('admin')
    const { data } = await admin.query<{ rows: { id: string; username: string }[] }>('users.list')
    const helpdesk = data.rows.find(({ username }) => username === 'helpdesk')?.id
    await admin.mutate('users.setDisabled', { id: helpdesk, disabled: true })
    expect(await stream.next()).toBeNull()
  })
})
