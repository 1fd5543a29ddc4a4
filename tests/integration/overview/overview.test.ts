import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Overview } from '~/server/services/views/overview-view'
import type { Page } from '~/server/services/views/page'
import type { SessionRow } from '~/server/services/views/session-view'
import { addHost, addSession } from '~/tests/support/add-host'
import { type AdminServer, startAdminServer } from '~/tests/support/admin-server'

const at = (time: string) => new Date(`2026-11-22T${time}:00.000Z`)
const DISCREPANCY = { reason: 'not-listed', program: 'softphone.exe' }

const finding = (program: string, state: string) => ({
  family: 'windows',
  key: program,
  program,
  verdict: 'needs-loopback',
  rank: 3,
  confidence: 'high',
  content: {},
  evidenceKey: program,
  state,
  stateAt: at('12:00'),
  standing: {},
  firstSeen: at('12:00'),
  changedAt: at('12:00'),
})

let server: AdminServer
let now = at('12:30')
let hostId = ''
let farm: Overview

beforeAll(async () => {
  server = await startAdminServer({ clock: { now: () => now } })
  await server.addUser('admin', 'ana')
  const { prisma } = server.database
  hostId = await addHost(prisma, { name: 'HOST1', deliveryGroup: 'Sales' })
  const add = async (number: number, logonAt: Date, more: object = {}) => {
    const id = await addSession(prisma, { hostId, number, user: `user ${number}`, logonAt })
    await prisma.session.update({ where: { id }, data: more })
  }
  await add(1, new Date('2026-11-20T08:00:00.000Z'))
  await add(2, new Date('2026-11-20T09:00:00.000Z'), { endedAt: at('09:15') })
  await add(3, at('09:10'), { endedAt: at('09:40') })
  await add(4, at('10:00'), { discrepancy: DISCREPANCY })
  await add(5, at('13:10'), { discrepancy: { ...DISCREPANCY, reason: 'not-enforced' } })
  await add(6, new Date('2026-11-20T10:00:00.000Z'), { endedAt: new Date('2026-11-20T11:00:00.000Z') })
  await add(7, at('11:20'), { discrepancy: DISCREPANCY, endedAt: at('11:40') })
  for (const [program, state] of [
    ['crm.exe', 'open'],
    ['scan.exe', 'dismissed'],
  ] as const)
    await prisma.finding.create({ data: finding(program, state) })
  const ana = await server.signedIn('ana')
  await ana.mutate('policies.create', { name: 'CTI' })
  farm = (await ana.query<Overview>('overview.get')).data
})
afterAll(() => server.close())

describe('the overview', () => {
  it('counts for each of the last 24 hours the sessions open at its end and those begun in it', () => {
    const hours = farm.sessions.hours.map(({ at, open, logons }) => [at.slice(8, 13), open, logons])
    expect(hours).toHaveLength(24)
    expect(hours[0]).toEqual(['21T13', 2, 0])
    expect(hours.slice(-5)).toEqual([
      ['22T08', 2, 0],
      ['22T09', 1, 1],
      ['22T10', 2, 1],
      ['22T11', 2, 1],
      // The host's clock runs ahead: its session is of now.
      ['22T12', 3, 1],
    ])
    expect(farm.sessions.now).toBe(3)
  })

  it('counts open discrepancies by reason, and the list narrowed to one shows as many', async () => {
    expect(farm.sessions.discrepancies).toEqual([
      { reason: 'not-enforced', sessions: 1 },
      { reason: 'not-listed', sessions: 1 },
    ])
    const ana = await server.signedIn('ana')
    const input = { discrepancy: true, reason: 'not-listed' }
    const { rows } = (await ana.query<Page<SessionRow>>('sessions.list', input)).data
    expect(rows.map(({ number }) => number)).toEqual([4])
  })

  it('counts the findings that wait for a decision, by verdict', () => {
    expect(farm.findings).toEqual([{ verdict: 'needs-loopback', findings: 1 }])
  })

  it('counts in each bar what the list shows that is narrowed to it', async () => {
    const ana = await server.signedIn('ana')
    const numbers = async (input: object) =>
      (await ana.query<Page<SessionRow>>('sessions.list', { state: 'all', ...input })).data.rows
        .map(({ number }) => number)
        .sort()
    for (const bars of [farm.sessions.hours, farm.sessions.week]) {
      expect(await numbers({ from: bars[0]?.at })).toHaveLength(
        bars.reduce((sum, { logons }) => sum + logons, 0),
      )
      for (const { at, end, open, openAt, logons } of bars) {
        expect(await numbers({ from: at, ...(end && { to: end }) }), at).toHaveLength(logons)
        expect(await numbers(openAt ? { openAt } : { state: 'open' }), at).toHaveLength(open)
      }
    }
  })

  it('names the hosts behind, and who changed what last without comings and goings', () => {
    expect(farm.hosts).toMatchObject({ total: 1, byLifecycle: { active: 1 } })
    expect(farm.hosts.stragglers.map(({ name }) => name)).toEqual(['HOST1'])
    expect(farm.changes?.[0]).toMatchObject({ action: 'policy.create', actor: { name: 'ana' } })
    expect(farm.changes?.some(({ action }) => action.startsWith('user.sign'))).toBe(false)
  })

  it('keeps the changes from roles that may not see the record', async () => {
    await server.addUser('helpdesk')
    const helpdesk = await server.signedIn('helpdesk')
    expect((await helpdesk.query<Overview>('overview.get')).data.changes).toBeNull()
  })
})

describe('the hours of the overview, once they were counted', () => {
  const sessions = async () =>
    (await (await server.signedIn('ana')).query<Overview>('overview.get')).data.sessions
  const told = (ids: string[]) => server.services.hub.publish(ids.map((id) => ({ kind: 'session', id })))
  const last = ({ hours }: Overview['sessions'], count: number) =>
    hours.slice(-count).map(({ at, open, logons }) => [at.slice(11, 13), open, logons])

  it('go on with what begins now, and take in what becomes known late', async () => {
    const { prisma } = server.database
    const before = await sessions()
    const at12 = await addSession(prisma, { hostId, number: 20, user: 'user 20', logonAt: at('12:20') })
    expect(last(await sessions(), 2)).toEqual([
      ['11', 2, 1],
      ['12', 4, 2],
    ])
    const at10 = await addSession(prisma, { hostId, number: 21, user: 'user 21', logonAt: at('10:20') })
    await prisma.session.update({ where: { id: at10 }, data: { receivedAt: now } })
    told([at12, at10])
    expect(last(await sessions(), 3)).toEqual([
      ['10', 3, 2],
      ['11', 3, 1],
      ['12', 5, 2],
    ])
    await prisma.session.update({ where: { id: at10 }, data: { endedAt: at('11:05'), endReceivedAt: now } })
    told([at10])
    expect(last(await sessions(), 3)).toEqual([
      ['10', 3, 2],
      ['11', 2, 1],
      ['12', 4, 2],
    ])
    expect(last(before, 1)).toEqual([['12', 3, 1]])
  })

  it('begin anew with each hour, and after a minute whatever was done behind the back of the server', async () => {
    now = at('13:00')
    expect(last(await sessions(), 2)).toEqual([
      // The one that a fast clock put ahead is now of its own hour.
      ['12', 3, 1],
      ['13', 4, 1],
    ])
    await addSession(server.database.prisma, { hostId, number: 22, user: 'user 22', logonAt: at('12:40') })
    now = at('13:01')
    expect(last(await sessions(), 2)).toEqual([
      ['12', 4, 2],
      ['13', 5, 1],
    ])
  })
})
