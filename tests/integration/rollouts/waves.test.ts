import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRolloutFarm, type RolloutFarm } from '~/tests/support/rollout-farm'

const WAVES = [
  { kind: 'hosts' as const, hosts: 1 },
  { kind: 'percent' as const, percent: 20 },
  { kind: 'percent' as const, percent: 100 },
]
const HOSTS = 20

let farm: RolloutFarm
beforeAll(async () => {
  farm = await createRolloutFarm(HOSTS)
  await farm.publish(['softphone.exe'])
  await farm.hostsAct()
})
afterAll(() => farm.close())

const onRevision = async (revision: number) =>
  [...(await farm.pointers())].flatMap(([name, pointer]) => (pointer.revision === revision ? name : []))

describe('a revision in waves', () => {
  it('moves nobody when it is published, then one host, then each wave after the one before it is well', async () => {
    const { revision, changedHosts, rollout } = await farm.publish(['a.exe'], {
      waves: WAVES,
      soakSeconds: 30,
    })
    expect(changedHosts).toBe(HOSTS)
    expect(await onRevision(revision)).toEqual([])
    const id = String(rollout)
    expect(await farm.view(id)).toMatchObject({ state: 'running', reached: 0, standings: { later: HOSTS } })

    await farm.settle()
    expect(await onRevision(revision)).toHaveLength(1)
    expect(await farm.view(id)).toMatchObject({
      wave: 1,
      reached: 1,
      waitsFor: 'soak',
      standings: { done: 1 },
    })
    await farm.pass(29)
    expect(await onRevision(revision)).toHaveLength(1)

    await farm.pass(2)
    await farm.settle()
    expect(await onRevision(revision)).toHaveLength(4)
    await farm.pass(31)
    await farm.settle()
    expect(await onRevision(revision)).toHaveLength(HOSTS)
    await farm.pass(31)
    expect(await farm.view(id)).toMatchObject({
      state: 'completed',
      standings: { done: HOSTS },
      stragglers: [],
    })
    const [{ ahead }] = (await farm.rows<{ ahead: number }>(
      'SELECT count(rollout_revision)::int AS ahead FROM host',
    )) as [{ ahead: number }]
    expect(ahead).toBe(0)
  })
})
