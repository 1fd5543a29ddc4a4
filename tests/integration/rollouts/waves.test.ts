import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planWaves } from '~/server/services/policies/plan-waves'
import { readResultant } from '~/server/services/policies/read-resultant'
import { listRolloutHosts } from '~/server/services/rollouts/list-rollout-hosts'
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

/** What the page of a host says it is to run, of one that the revision has reached or has not. */
async function programsOf(which: 'reached' | 'not reached', revision: number): Promise<unknown> {
  const [host] = await farm.rows<{ id: string }>(
    `SELECT id FROM host WHERE rollout_revision IS ${which === 'reached' ? 'NOT DISTINCT' : 'DISTINCT'} FROM $1 LIMIT 1`,
    revision,
  )
  const { settings } = await readResultant(farm.ctx, { hostId: host?.id ?? '' })
  return settings.VirtualLoopbackPrograms?.value
}

const nameOf = ({ name }: { name: string }) => name

describe('a revision in waves', () => {
  it('is foretold: how many hosts each wave takes, and which, none where shares add nobody', async () => {
    const revision = 1 + Math.max(...[...(await farm.pointers()).values()].map((one) => one.revision))
    await farm.draft(['foretold.exe'])
    const waves = [WAVES[0], { kind: 'percent' as const, percent: 5 }, ...WAVES.slice(1)].flatMap(
      (one) => one ?? [],
    )
    const takes = await planWaves(farm.ctx, { waves })
    expect(takes.map(({ hosts }) => hosts)).toEqual([1, 0, 3, 16])
    const published = await farm.publish(['foretold.exe'], { waves, soakSeconds: 30 })
    expect(published.revision).toBe(revision)
    await farm.settle()
    expect(await onRevision(revision)).toEqual(takes[0]?.names)
    // The second adds nobody: the third opens as soon as the first is well.
    await farm.pass(31)
    await farm.settle()
    expect(await onRevision(revision)).toHaveLength(4)
    expect(await farm.view(String(published.rollout))).toMatchObject({ wave: 3 })
    await farm.publish(['back.exe'])
    await farm.hostsAct()
  })

  it('moves nobody when it is published, then one host, then each wave after the one before it is well', async () => {
    const { revision, changedHosts, rollout } = await farm.publish(['a.exe'], {
      waves: WAVES,
      soakSeconds: 30,
    })
    expect(changedHosts).toBe(HOSTS)
    expect(await onRevision(revision)).toEqual([])
    const id = String(rollout)
    expect(await farm.view(id)).toMatchObject({
      state: 'running',
      reached: 0,
      reachedSessions: 0,
      standings: { later: HOSTS },
      kept: [revision - 1],
    })

    await farm.settle()
    expect(await onRevision(revision)).toHaveLength(1)
    expect(await programsOf('reached', revision)).toEqual(['a.exe'])
    expect(await programsOf('not reached', revision)).toEqual(['back.exe'])
    expect(await farm.view(id)).toMatchObject({
      wave: 1,
      reached: 1,
      sessions: HOSTS,
      reachedSessions: 1,
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
      kept: [],
    })
    const [{ ahead }] = (await farm.rows<{ ahead: number }>(
      'SELECT count(rollout_revision)::int AS ahead FROM host',
    )) as [{ ahead: number }]
    expect(ahead).toBe(0)
  })

  it('lists its hosts page by page, each once, those that need a look first', async () => {
    const { rollout } = await farm.publish(['b.exe'], { waves: WAVES, soakSeconds: 30 })
    const id = String(rollout)
    await farm.settle()
    const before = new Set(
      (await listRolloutHosts(farm.ctx, { id, standing: 'done', limit: 50 })).rows.map(nameOf),
    )
    await farm.pass(31)
    const { rows: told } = await listRolloutHosts(farm.ctx, { id, standing: 'pending', limit: 50 })
    const [slow] = told.map(nameOf).filter((name) => !before.has(name))
    for (const host of farm.hosts) if (host.name === slow) host.conduct = 'holds'
    await farm.settle()

    const rows: Awaited<ReturnType<typeof listRolloutHosts>>['rows'] = []
    let cursor: string | null | undefined
    do {
      const page = await listRolloutHosts(farm.ctx, { id, limit: 7, ...(cursor && { cursor }) })
      expect(page.rows.length).toBeLessThanOrEqual(7)
      rows.push(...page.rows)
      cursor = page.next
    } while (cursor)
    expect(rows.map(({ standing }) => standing)).toEqual([
      'held',
      ...Array(3).fill('done'),
      ...Array(16).fill('later'),
    ])
    expect(rows[0]?.name).toBe(slow)
    const later = rows.slice(4).map(nameOf)
    expect(later).toEqual([...later].sort())
    expect(new Set(rows.map(nameOf)).size).toBe(HOSTS)
    const wrong = listRolloutHosts(farm.ctx, { id, limit: 7, cursor: 'nothing' })
    await expect(wrong).rejects.toMatchObject({ code: 'bad-input' })
  })
})
