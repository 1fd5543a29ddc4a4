import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyBundle, verifyTicket } from '~/protocol/signature'
import { checkIn } from '~/server/services/check-in'
import { listKeys } from '~/server/services/keys/list-keys'
import { handOutKey, retireKey, useKey } from '~/server/services/keys/rotate-key'
import { createBundleStore } from '~/server/services/serve-bundle'
import { loadSigningKey, readTrustedKeys } from '~/server/services/signing-key'
import { CLI, createTestFarm, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm

beforeAll(async () => {
  farm = await createTestFarm()
  farm.ctx.masterKey = Buffer.alloc(32, 7)
  farm.ctx.signingKey = await loadSigningKey(farm.ctx.database, farm.ctx.masterKey, farm.clock)
  farm.ctx.trustedKeys = await readTrustedKeys(farm.ctx.database)
})
afterAll(() => farm.close())

it('a host learns the next key from the one it trusts, and is never given a ticket it cannot check', async () => {
  const { ctx } = farm
  const { id } = await farm.enrol('KEYHOST')
  const asked = async (generation?: number, hash?: string) => {
    const host = ctx.board.byId(id)
    if (!host) throw new Error('the board lost the host')
    return checkIn(ctx, host, { v: 1, boot: 'boot-1', seq: 0, generation, hash })
  }
  const first = await asked()
  if (first.same) throw new Error('a new host is given a ticket')
  let trusted = first.signingKeys ?? []
  const follow = async (newest: typeof first) => {
    const answer = await asked(newest.signed.ticket.generation, newest.signed.ticket.hash)
    if (answer.same) throw new Error('each step gives a new ticket')
    expect(verifyTicket(answer.signed, trusted), 'signed by a key the host trusts already').toBe(true)
    expect(answer.signed.ticket.hash).toBe(newest.signed.ticket.hash)
    trusted = answer.signingKeys ?? []
    return answer
  }
  const [old] = trusted

  farm.clock.pass(1_000)
  const handed = await handOutKey(ctx, CLI, { reason: 'yearly' })
  expect(handed.reach).toMatchObject({ hosts: 1, reached: 0, missing: [{ id, name: 'KEYHOST' }] })
  const second = await follow(first)
  expect(trusted).toHaveLength(2)
  expect(second.signed.keyId).toBe(old?.keyId)
  await expect(handOutKey(ctx, CLI, { reason: 'again' })).rejects.toMatchObject({ code: 'conflict' })

  farm.clock.pass(1_000)
  await farm.token()
  expect((await listKeys(ctx)).liveTokens).toBeGreaterThan(0)
  const used = await useKey(ctx, CLI, { reason: 'all have it' })
  expect(used.liveTokens, 'tokens name the older key').toBe(0)
  const third = await follow(second)
  expect(third.signed.keyId).not.toBe(old?.keyId)
  await expect(retireKey(ctx, CLI, { id: third.signed.keyId, reason: 'no' })).rejects.toMatchObject({
    code: 'conflict',
  })

  const before = await createBundleStore(ctx).find(first.signed.ticket.hash)
  expect(before?.keyId).toBe(old?.keyId)
  await retireKey(ctx, CLI, { id: old?.keyId ?? '', reason: 'done' })
  await follow(third)
  expect(trusted.map(({ keyId }) => keyId)).toEqual([third.signed.keyId])
  const bundle = await createBundleStore(ctx).find(first.signed.ticket.hash)
  expect(bundle && verifyBundle(bundle, trusted), 'older bundles are sealed by the key in use').toBe(true)
})
