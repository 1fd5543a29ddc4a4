import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnrollOutput } from '~/protocol/enroll'
import { sha256 } from '~/protocol/hash'
import { AGENT_ROUTES } from '~/protocol/routes'
import { verifyTicket } from '~/protocol/signature'
import type { SignedTicket } from '~/protocol/ticket'
import type { AppError } from '~/server/errors'
import { touch } from '~/server/services/check-in'
import { enrollHost } from '~/server/services/enroll-host'
import { listTokens } from '~/server/services/list-tokens'
import { revokeToken } from '~/server/services/revoke-token'
import { CLI, createTestFarm, enrolment, machineIdOf, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
beforeAll(async () => {
  farm = await createTestFarm()
})
afterAll(() => farm.close())

const refusal = (token: string) =>
  enrollHost(farm.ctx, enrolment(token, 'REFUSED')).then(
    () => expect.fail('enrolled'),
    (error: AppError) => error,
  )
const actions = () =>
  farm.rows<{ action: string; why: string | null }>(
    `SELECT action, after->>'why' AS why FROM audit_event ORDER BY id DESC LIMIT 1`,
  )
const hostCount = async () => (await farm.rows<{ n: number }>('SELECT count(*)::int AS n FROM host'))[0]?.n

describe('a host that enrols', () => {
  test('takes its place from the token, and gets a signed ticket at once', async () => {
    const token = await farm.token({ group: 'Sales', tags: ['cti'], ou: 'OU=Hosts,DC=example,DC=com' })
    const output = await enrollHost(farm.ctx, enrolment(token, 'SALES1'))
    const [host] = await farm.rows<Record<string, unknown>>(
      `SELECT h.name, g.name AS group, tags, ou, lifecycle::text, credential_hash, wanted_generation, ticket
       FROM host h JOIN delivery_group g ON g.id = h.delivery_group_id WHERE h.id = $1::uuid`,
      output.hostId,
    )
    expect(host).toMatchObject({
      name: 'SALES1',
      group: 'Sales',
      tags: ['cti'],
      ou: 'OU=Hosts,DC=example,DC=com',
      lifecycle: 'active',
      wanted_generation: 1,
      credential_hash: sha256(output.credential),
    })
    expect(verifyTicket(host?.ticket as SignedTicket, output.signingKeys)).toBe(true)
    expect(JSON.stringify(host)).not.toContain(output.credential)
  })

  test('is on the record, with the name it asked for and never with a secret', async () => {
    const token = await farm.token()
    const { hostId } = await enrollHost(farm.ctx, enrolment(token, 'RECORDED'))
    const [row] = await farm.rows<{ action: string; actor_id: string; after: object }>(
      'SELECT action, actor_id, after FROM audit_event ORDER BY id DESC LIMIT 1',
    )
    expect(row).toMatchObject({ action: 'host.enroll', actor_id: hostId, after: { askedName: 'RECORDED' } })
    expect(JSON.stringify(row)).not.toContain(token.split('.')[2])
  })

  test('gets a number behind its name when another has it, in whatever case', async () => {
    const names = []
    for (const name of ['Twin', 'TWIN', 'twin', 'Twin-2']) {
      const token = await farm.token()
      names.push((await enrollHost(farm.ctx, enrolment(token, name))).name)
    }
    expect(names).toEqual(['Twin', 'TWIN-2', 'twin-3', 'Twin-2-2'])
  })

  test('again, is the same host with a new credential: the old one is worth nothing', async () => {
    const machineId = machineIdOf()
    const first = await enrollHost(farm.ctx, enrolment(await farm.token(), 'AGAIN', machineId))
    const second = await enrollHost(farm.ctx, enrolment(await farm.token(), 'OTHER', machineId))
    expect(second).toMatchObject({ hostId: first.hostId, name: 'AGAIN' })
    expect(farm.ctx.board.byCredentialHash(sha256(first.credential))).toBeUndefined()
    expect(farm.ctx.board.byCredentialHash(sha256(second.credential))?.id).toBe(first.hostId)
    expect(await actions()).toEqual([{ action: 'host.re-enroll', why: null }])
  })

  test('waits where the farm has an approval queue: no ticket', async () => {
    await farm.database.prisma.farm.update({ where: { id: 1 }, data: { approvalQueue: true } })
    const output = await enrollHost(farm.ctx, enrolment(await farm.token(), 'WAITS'))
    await farm.database.prisma.farm.update({ where: { id: 1 }, data: { approvalQueue: false } })
    expect(output.pendingApproval).toBe(true)
    expect(farm.ctx.board.byId(output.hostId)).toMatchObject({ lifecycle: 'pending-approval', ticket: null })
  })
})

describe('a token', () => {
  test('with one use lets one of 64 hosts in that come at once', async () => {
    const token = await farm.token()
    const before = await hostCount()
    const tries = Array.from({ length: 64 }, (_, at) => enrollHost(farm.ctx, enrolment(token, `RACE${at}`)))
    const ends = await Promise.allSettled(tries)
    const won = ends.filter((end): end is PromiseFulfilledResult<EnrollOutput> => end.status === 'fulfilled')
    expect(won).toHaveLength(1)
    const codes = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as AppError).code] : []))
    expect(new Set(codes)).toEqual(new Set(['forbidden']))
    expect(await hostCount()).toBe((before ?? 0) + 1)
    const rows = (await listTokens(farm.ctx)).rows.filter(({ id }) => token.includes(id))
    expect(rows).toMatchObject([{ usesLeft: 0, uses: 1, state: 'used' }])
  })

  test('serves the same machine again without a further use while its first answer may have been lost', async () => {
    const token = await farm.token()
    const machineId = machineIdOf()
    const lost = await enrollHost(farm.ctx, enrolment(token, 'LOST', machineId))
    const again = await enrollHost(farm.ctx, enrolment(token, 'LOST', machineId))
    expect(again.hostId).toBe(lost.hostId)
    await expect(enrollHost(farm.ctx, enrolment(token, 'LOST'))).rejects.toMatchObject({ code: 'forbidden' })
    const host = farm.ctx.board.byId(again.hostId)
    if (host) touch(host, farm.clock.now().getTime())
    await expect(enrollHost(farm.ctx, enrolment(token, 'LOST', machineId))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('of somebody else and one with a wrong secret are refused in the same words; the record tells them apart', async () => {
    const [version, id, secret = '', print] = (await farm.token()).split('.')
    const wrong = await refusal(
      [version, id, `${secret.startsWith('x') ? 'y' : 'x'}${secret.slice(1)}`, print].join('.'),
    )
    const [row] = await actions()
    const unknown = await refusal([version, crypto.randomUUID(), secret, print].join('.'))
    expect({ code: wrong.code, message: wrong.message }).toEqual({
      code: unknown.code,
      message: unknown.message,
    })
    expect(wrong.code).toBe('wrong-credentials')
    expect([row?.why, (await actions())[0]?.why]).toEqual(['wrong-secret', 'unknown'])
  })

  test('that has expired, was revoked or is garbled is refused, and each is on the record', async () => {
    const expired = await farm.token({ hours: 1 })
    farm.clock.pass(3_600_000)
    expect(await refusal(expired)).toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/expired/),
    })
    expect(await actions()).toEqual([{ action: 'host.enroll-refused', why: 'expired' }])
    const revoked = await farm.token()
    await revokeToken(farm.ctx, CLI, { id: revoked.split('.')[1] as string })
    expect(await refusal(revoked)).toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/revoked/),
    })
    expect((await actions())[0]?.why).toBe('revoked')
    expect(await refusal(`${revoked}x`)).toMatchObject({ code: 'wrong-credentials' })
    expect((await actions())[0]?.why).toBe('malformed')
  })

  test('keeps its use when the record of the enrolment cannot be written', async () => {
    const token = await farm.token()
    const before = await hostCount()
    await farm.database.pool.query(
      `ALTER TABLE audit_event ADD CONSTRAINT no_enrolment CHECK (action <> 'host.enroll') NOT VALID`,
    )
    await expect(enrollHost(farm.ctx, enrolment(token, 'UNRECORDED'))).rejects.toThrow()
    await farm.database.pool.query('ALTER TABLE audit_event DROP CONSTRAINT no_enrolment')
    expect(await hostCount()).toBe(before)
    const rows = (await listTokens(farm.ctx)).rows.filter(({ id }) => token.includes(id))
    expect(rows).toMatchObject([{ usesLeft: 1, state: 'live' }])
  })
})

describe('an address from which enrolments are refused again and again', () => {
  const post = (token: string) =>
    fetch(farm.origin + AGENT_ROUTES.enroll, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(enrolment(token, 'GUESS')),
    })

  test('has to wait, is told how long, and may come again then; enrolments that succeed never count', async () => {
    const token = await farm.token({ uses: 20 })
    for (let turn = 0; turn < 5; turn += 1) {
      const answer = await post(token)
      expect(answer.status).toBe(200)
      await answer.body?.cancel()
    }
    let answer = await post('garbled')
    for (let turn = 0; answer.status === 401 && turn < 200; turn += 1) answer = await post('garbled')
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ error: { data: { app: { code: 'too-many-attempts' } } } })
    expect((await post(token)).status).toBe(429)
    farm.clock.pass(2_000)
    expect((await post(token)).status).toBe(200)
  })
})
