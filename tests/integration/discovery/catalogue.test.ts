import { afterAll, beforeAll, expect, test } from 'vitest'
import { KNOWN_PROGRAMS } from '~/domain/catalogue/known-programs'
import type { CatalogueRow, FindingList, FindingView } from '~/server/services/views/discovery-view'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'
import { netstatOf } from '~/tests/support/captures'

let server: AdminServer
let operator: Browser
beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('operator')
  await server.addUser('auditor')
  operator = await server.signedIn('operator')
})
afterAll(() => server.close())

const ENTRY = {
  ...{
    id: 'till',
    name: 'Till',
    processes: ['till.exe'],
    processEvidence: 'verified',
    portEvidence: 'verified',
  },
  ...{ ports: [{ protocol: 'tcp', first: 6_200, last: 6_200 }], advice: 'loopback' },
  ...{ text: 'List it with its scales.', source: 'Its manual' },
}
const rows = async () => (await operator.query<{ rows: CatalogueRow[] }>('catalogue.list', {})).data.rows
const row = async (id: string) => (await rows()).find((one) => one.id === id)

test('an entry that people add is exported on the record, and cited by the finding of a capture that shows its program', async () => {
  expect((await rows()).length).toBe(KNOWN_PROGRAMS.length)
  expect((await operator.mutate('catalogue.save', ENTRY)).status).toBe(200)
  expect(await row('till')).toMatchObject({
    ...ENTRY,
    origin: 'added',
    by: expect.stringContaining('operator'),
  })

  const json = await (await operator.fetch('/api/export/catalogue.json')).json()
  expect(JSON.stringify(json)).toContain('List it with its scales.')
  expect(await (await operator.fetch('/api/export/catalogue.csv')).text()).toMatch(/till\.exe.*tcp 6200/)

  const told = await server.database.prisma.auditEvent.findMany({
    where: { action: 'export.catalogue' },
    orderBy: { id: 'asc' },
    select: { after: true },
  })
  const read = { rows: KNOWN_PROGRAMS.length + 1 }
  expect(told.map(({ after }) => after)).toEqual([
    { format: 'json', ...read },
    { format: 'csv', ...read },
  ])

  const send = (pid: number, query: string) =>
    operator.fetch(`/api/captures?name=${pid}.txt${query}`, {
      method: 'POST',
      body: netstatOf('till.exe', pid, 6_200),
    })
  const { comparison } = (await (await send(4_100, '')).json()) as { comparison: string }
  await send(7_200, `&comparison=${comparison}`)
  const { data } = await operator.query<FindingList>('discovery.findings', { state: 'open' })
  const id = data.rows.find(({ program }) => program === 'till.exe')?.id
  const finding = await operator.query<FindingView>('discovery.finding', { id })
  expect(JSON.stringify(finding.data)).toContain('List it with its scales.')
})

test('a known entry is changed, taken out, and brought back as it came; the record has each step', async () => {
  const [known] = KNOWN_PROGRAMS
  if (!known) throw new Error('the catalogue is empty')
  await operator.mutate('catalogue.save', { ...known, text: 'Ask first.' })
  expect(await row(known.id)).toMatchObject({ text: 'Ask first.', origin: 'changed' })
  await operator.mutate('catalogue.remove', { id: known.id })
  expect(await row(known.id)).toMatchObject({ origin: 'removed' })
  await operator.mutate('catalogue.restore', { id: known.id })
  expect(await row(known.id)).toMatchObject({ ...known, origin: 'known' })
  const told = await server.database.prisma.auditEvent.findMany({
    where: { objectId: known.id },
    orderBy: { id: 'asc' },
    select: { action: true },
  })
  expect(told.map(({ action }) => action)).toEqual([
    'catalogue.save',
    'catalogue.remove',
    'catalogue.restore',
  ])
})

test('an entry that breaks rules is refused with each field, and the auditor may change none', async () => {
  const wrong = { ...ENTRY, id: 'wrong', name: '', ports: [{ protocol: 'tcp', first: 9, last: 5 }] }
  const { status, error } = await operator.mutate('catalogue.save', wrong)
  expect(status).toBe(400)
  expect(error?.problems?.map(({ field }) => field)).toEqual(
    expect.arrayContaining([expect.stringContaining('name'), expect.stringContaining('ports')]),
  )
  expect(await row('wrong')).toBeUndefined()
  expect((await operator.mutate('catalogue.restore', { id: 'nothing' })).status).toBe(404)
  const auditor = await server.signedIn('auditor')
  expect((await auditor.mutate('catalogue.remove', { id: 'till' })).status).toBe(403)
})

test('a finding cites an entry that was added after it was made', async () => {
  await operator.fetch('/api/captures?name=before.txt', {
    method: 'POST',
    body: netstatOf('weigher.exe', 4_100, 6_300),
  })
  const [made] = (await operator.query<FindingList>('discovery.findings', { q: 'weigher.exe' })).data.rows
  const cited = async () =>
    (await operator.query<FindingView>('discovery.finding', { id: made?.id })).data.catalogue
  expect(await cited()).toBeNull()
  const entry = { ...ENTRY, id: 'weigher', name: 'Weigher', processes: ['weigher.exe'] }
  expect((await operator.mutate('catalogue.save', entry)).status).toBe(200)
  expect(await cited()).toMatchObject({ id: 'weigher' })
})
