import { randomUUID } from 'node:crypto'
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
  interface News {
    kind: string
    row?: { id: string }
    revision?: number
    whole?: boolean
  }
  /** Of the last event that was read. */
  let lastId = ''
  async function next(): Promise<News | null> {
    for (;;) {
      const found = text.match(/(?:^|\n)data: (\{"kind".*)\n(?:id: (.*)\n)?\n/)
      if (found) {
        text = text.slice((found.index ?? 0) + found[0].length)
        lastId = found[2] ?? lastId
        return JSON.parse(String(found[1]))
      }
      const chunk = await reader?.read()
      if (!chunk || chunk.done || /event: return/.test(chunk.value)) return null
      text += chunk.value
    }
  }
  text = (await reader?.read())?.value ?? ''
  return { next, lastId: () => lastId, close: () => reader?.cancel() }
}

const resuming = (path: string, lastEventId: string) =>
  `${path}?input=${encodeURIComponent(JSON.stringify({ lastEventId }))}`
const session = (id: string) => ({ kind: 'session' as const, id })

describe('a stream that was cut', () => {
  it('goes on after the last event that arrived: nothing is missed, and nothing is read anew', async () => {
    const [first, second] = [randomUUID(), randomUUID()]
    const browser = await server.signedIn('helpdesk')
    const stream = await open(browser, 'sessions.watch')
    expect(await stream.next()).toEqual({ kind: 'joined', whole: false })
    server.services.hub.publish([session(first)])
    expect(await stream.next()).toEqual({ kind: 'gone', id: first })
    await stream.close()
    server.services.hub.publish([session(second)])
    const again = await open(browser, resuming('sessions.watch', stream.lastId()))
    expect(await again.next()).toEqual({ kind: 'joined', whole: true })
    expect(await again.next()).toEqual({ kind: 'gone', id: second })
    await again.close()
  })

  it('says so where it cannot go on: the server was another one then', async () => {
    const stream = await open(await server.signedIn('helpdesk'), resuming('pools.watch', 'another.7'))
    expect(await stream.next()).toEqual({ kind: 'joined', whole: false })
    server.services.hub.publish([{ kind: 'pool', id: randomUUID() }])
    expect(await stream.next()).toEqual({ kind: 'pools' })
    await stream.close()
  })

  it('of pools tells at once of what moved meanwhile', async () => {
    const browser = await server.signedIn('helpdesk')
    const stream = await open(browser, 'pools.watch')
    await stream.next()
    await stream.close()
    server.services.hub.publish([{ kind: 'discrepancies' }])
    const again = await open(browser, resuming('pools.watch', stream.lastId()))
    expect(await again.next()).toEqual({ kind: 'joined', whole: true })
    expect(await again.next()).toEqual({ kind: 'pools' })
    await again.close()
  })
})

describe('watching the overview', () => {
  it('tells of hosts, sessions and revisions in one stream, and goes on where it broke off', async () => {
    const browser = await server.signedIn('helpdesk')
    const stream = await open(browser, 'overview.watch')
    expect(await stream.next()).toEqual({ kind: 'joined', whole: false })
    server.services.hub.publish([{ kind: 'host', id: randomUUID() }, session(randomUUID())])
    expect(await stream.next()).toEqual({ kind: 'moved', rollouts: false })
    server.services.hub.publish([{ kind: 'revision', revision: 3 }])
    expect(await stream.next()).toEqual({ kind: 'moved', rollouts: true })
    await stream.close()
    server.services.hub.publish([{ kind: 'pool', id: randomUUID() }])
    const quiet = await open(browser, resuming('overview.watch', stream.lastId()))
    expect(await quiet.next()).toEqual({ kind: 'joined', whole: true })
    await quiet.close()
    server.services.hub.publish([session(randomUUID())])
    const again = await open(browser, resuming('overview.watch', stream.lastId()))
    expect(await again.next()).toEqual({ kind: 'joined', whole: true })
    expect(await again.next()).toEqual({ kind: 'moved', rollouts: false })
    await again.close()
  })
})

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
