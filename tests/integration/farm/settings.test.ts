import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PolicyRow } from '~/server/services/views/policy-view'
import { addHost } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let admin: Browser

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('admin')
  admin = await server.signedIn('admin')
})
afterAll(() => server.close())

it('a setting of the farm is changed with a reason, on the record, and is in force for the next check-in', async () => {
  const { data } = await admin.mutate('farm.update', { pollSeconds: 5, name: 'North', reason: 'a drill' })
  expect(data).toMatchObject({ pollSeconds: 5, name: 'North', filterRule: 'all-types' })
  expect(server.services.farm.pollSeconds).toBe(5)
  const rows = await server.database.prisma.auditEvent.findMany({ where: { action: 'farm.update' } })
  expect(rows).toMatchObject([
    {
      before: { pollSeconds: 30, name: 'Vipfarm' },
      after: { pollSeconds: 5, name: 'North' },
      reason: 'a drill',
    },
  ])
  expect((await admin.mutate('farm.update', { pollSeconds: 5, reason: 'again' })).status).toBe(200)
  expect(await server.database.prisma.auditEvent.count({ where: { action: 'farm.update' } })).toBe(1)
})

it('a setting outside its bounds is refused by name', async () => {
  const { error } = await admin.mutate('farm.update', { pollSeconds: 0, reason: 'x' })
  expect(error?.problems).toMatchObject([{ field: 'pollSeconds', value: 0, mend: 'Give at least 1.' }])
})

it('a second approver is refused while nobody could be one', async () => {
  const wish = { approveAboveHosts: 5, reason: 'four eyes' }
  await server.addUser('auditor')
  const { error } = await admin.mutate('farm.update', { ...wish, name: 'Not kept' })
  expect(error?.problems).toEqual([
    {
      field: 'approveAboveHosts',
      value: 5,
      rule: 'a second approver takes two enabled users who may publish, and this farm has 1',
      mend: 'Add an operator or an administrator first, or leave it empty.',
    },
  ])
  expect(await server.database.prisma.farm.findFirst()).toMatchObject({
    name: 'North',
    approveAboveHosts: null,
  })
  await server.addUser('operator')
  expect((await admin.mutate('farm.update', wish)).data).toMatchObject({ approveAboveHosts: 5 })
  await admin.mutate('farm.update', { approveAboveHosts: null, reason: 'two eyes' })
})

it('another reading of filters gives hosts what it makes of the published policies, at once', async () => {
  const id = await addHost(server.database.prisma, {
    name: 'CC1',
    deliveryGroup: 'Call centre',
    tags: ['cti'],
  })
  const made = (await admin.mutate<PolicyRow>('policies.create', { name: 'CTI' })).data
  const filter = { mode: 'Allow', enabled: true }
  await admin.mutate('policies.save', {
    id: made.id,
    version: 1,
    name: 'CTI',
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] },
    filters: [
      { ...filter, type: 'DesktopTag', value: 'cti' },
      { ...filter, type: 'DesktopGroup', value: 'Developers' },
    ],
  })
  await admin.mutate('policies.publish', { baseRevision: 0, reason: 'first' })
  const wanted = async () => server.database.prisma.host.findUniqueOrThrow({ where: { id } })
  const before = await wanted()
  expect(before).toMatchObject({ wantedGeneration: 1, wantedRevision: 1 })
  await admin.mutate('farm.update', { filterRule: 'any-type', reason: 'as Studio does' })
  const after = await wanted()
  expect(after).toMatchObject({ wantedGeneration: 2, wantedRevision: 1 })
  expect(after.wantedHash).not.toBe(before.wantedHash)
})
