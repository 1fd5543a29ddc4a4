import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WhatIf } from '~/domain/what-if'
import type { CompareAnswer } from '~/server/services/policies/compare-policies'
import type { PolicyRow } from '~/server/services/views/policy-view'
import { addHost } from '~/tests/support/add-host'
import { type AdminServer, type Browser, startAdminServer } from '~/tests/support/admin-server'

let server: AdminServer
let operator: Browser
let hostId: string

beforeAll(async () => {
  server = await startAdminServer()
  await server.addUser('operator', 'ana')
  operator = await server.signedIn('ana')
  hostId = await addHost(server.database.prisma, { name: 'HOST1', deliveryGroup: 'Sales', tags: ['cti'] })
  const { id, version } = (await operator.mutate<PolicyRow>('policies.create', { name: 'CTI' })).data
  await operator.mutate('policies.save', {
    id,
    version,
    name: 'CTI',
    description: '',
    enabled: true,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] },
    filters: [{ type: 'DesktopTag', mode: 'Allow', enabled: true, value: 'cti' }],
  })
})
afterAll(() => server.close())

const ask = async (host: object, more: object = {}) =>
  (await operator.query<WhatIf>('policies.whatIf', { policies: 'draft', host, sessions: [7], ...more })).data
const described = { name: 'NEW1', os: { family: 'windows', version: 'Windows Server 2022' } }

describe('what-if', () => {
  it('answers for a host of the farm with winner, evidence and predicted address', async () => {
    const answer = await ask({ id: hostId })
    expect(answer.settings.VirtualLoopbackSupport?.policy).toBe('CTI')
    expect(answer.evidence[0]).toMatchObject({ applies: true, filters: [{ fact: 'cti', matched: true }] })
    expect(answer.predictions[0]).toMatchObject({ session: { id: 7 }, loopback: '127.0.0.8' })
  })

  it('answers for a host that does not exist, with the kind of the delivery group it names', async () => {
    const answer = await ask({ ...described, deliveryGroup: 'sales', tags: [] }, { user: { user: 'ana' } })
    expect(answer.host.deliveryGroupKind).toBe('Shared')
    expect(answer.settings).toEqual({})
    expect(answer.evidence[0]).toMatchObject({ applies: false, reason: 'not-allowed' })
    expect(answer.user?.facts).toEqual({ user: 'ana' })
  })

  it('keeps the draft apart from what is published', async () => {
    expect((await ask({ id: hostId }, { policies: 'published' })).settings).toEqual({})
  })

  it('compares a host of the farm with one that does not exist', async () => {
    const sides = { one: 'host1', other: { ...described, tags: [] } }
    const asked = { kind: 'hosts', policies: 'draft', ...sides }
    const answer = await operator.query<CompareAnswer>('policies.compare', asked)
    expect(answer.data).toMatchObject({ names: ['HOST1', 'NEW1'], different: true })
  })

  it('says that a host of the farm is not there', async () => {
    const host = { id: '00000000-0000-4000-8000-000000000000' }
    const input = { policies: 'draft', host, sessions: [] }
    expect((await operator.query('policies.whatIf', input)).status).toBe(404)
  })
})
