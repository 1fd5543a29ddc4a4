import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RolloutPlan } from '~/domain/rollout'
import { listSessions } from '~/server/services/list-sessions'
import { haltRollout, resumeRollout, rollBackRollout } from '~/server/services/rollouts/act-on-rollout'
import { advanceRollout } from '~/server/services/rollouts/advance-rollout'
import { listRolloutHosts } from '~/server/services/rollouts/list-rollout-hosts'
import { rolloutAttention } from '~/server/services/rollouts/read-attention'
import { createRolloutFarm, type RolloutFarm } from '~/tests/support/rollout-farm'
import { CLI } from '~/tests/support/test-farm'

const HOSTS = 8
const PLAN: Partial<RolloutPlan> = {
  waves: [
    { kind: 'hosts', hosts: 1 },
    { kind: 'percent', percent: 50 },
    { kind: 'percent', percent: 100 },
  ],
  soakSeconds: 30,
  patienceMinutes: 10,
}

let farm: RolloutFarm
let lists = 0
const nextList = (): string[] => {
  lists += 1
  return [`list${lists}.exe`]
}
beforeAll(async () => {
  farm = await createRolloutFarm(HOSTS)
})
afterAll(() => farm.close())

/** All hosts are well, and on one revision. */
beforeEach(async () => {
  for (const host of farm.hosts) {
    host.conduct = 'obeys'
    host.more = undefined
  }
  await farm.pass(1)
  await farm.publish(nextList())
  await farm.hostsAct()
})

/** The next revision in waves, with its first wave open and told. */
async function begin(plan: Partial<RolloutPlan> = PLAN): Promise<{ id: string; revision: number }> {
  const { rollout, revision } = await farm.publish(nextList(), plan)
  await farm.settle()
  return { id: String(rollout), revision }
}

const reached = async (revision: number) =>
  [...(await farm.pointers())].flatMap(([name, pointer]) => (pointer.revision === revision ? name : []))
const hostNamed = (name: string | undefined) => {
  const host = farm.hosts.find((one) => one.name === name)
  if (!host) throw new Error(`there is no host ${name}`)
  return host
}

describe('a wave that fails its gate', () => {
  it('halts at the next look, and no further host moves, whatever time passes', async () => {
    const { id, revision } = await begin()
    for (const host of farm.hosts) host.conduct = 'fails'
    await farm.pass(31)
    await farm.hostsAct()
    const moved = await reached(revision)
    expect(moved).toHaveLength(4)
    await advanceRollout(farm.ctx)
    expect(await farm.view(id)).toMatchObject({
      state: 'halted',
      halt: { by: null, failure: { check: 'failed', limit: 0 } },
      waitsFor: 'people',
      eta: null,
    })
    expect(await rolloutAttention(farm.ctx, CLI)).toMatchObject({
      rollout: { id, revision, state: 'halted', halt: { byGate: true, failure: { check: 'failed' } } },
      request: null,
    })
    await farm.pass(86_400)
    await farm.settle()
    expect(await reached(revision)).toEqual(moved)
  })

  it('takes the revision back by itself where asked: hosts that it reached, and no other', async () => {
    const before = await farm.pointers()
    const { id, revision } = await begin({ ...PLAN, onFailure: 'roll-back' })
    const [first] = await reached(revision)
    for (const host of farm.hosts) host.conduct = host.name === first ? 'obeys' : 'refuses'
    await farm.pass(31)
    const moved = await reached(revision)
    await farm.settle()
    const after = await farm.pointers()
    expect(await farm.view(id)).toMatchObject({ state: 'rolled-back', endRevision: revision + 1 })
    for (const [name, pointer] of before) {
      const isMoved = moved.includes(name)
      expect(after.get(name), name).toEqual(
        isMoved ? { generation: pointer.generation + 2, revision: revision + 1 } : pointer,
      )
    }
    const rows = await farm.rows<{ ticket: { ticket: { rollback: boolean } } }>(
      'SELECT ticket FROM host WHERE name = $1',
      moved[0],
    )
    expect(rows[0]?.ticket.ticket.rollback).toBe(true)
  })

  it('counts hosts that go silent, and halts within 15 seconds of their silence', async () => {
    const { id, revision } = await begin()
    const [first] = await reached(revision)
    hostNamed(first).conduct = 'dead'
    const silence = 3 * farm.ctx.farm.pollSeconds
    await farm.pass(28)
    let passed = 28
    // The second wave opens meanwhile: one of four is more than ten in a hundred.
    while ((await farm.view(id)).state === 'running' && passed < 600) {
      await farm.pass(2)
      await farm.hostsAct()
      passed += 2
    }
    expect(await farm.view(id)).toMatchObject({ state: 'halted', halt: { failure: { check: 'silent' } } })
    expect(passed).toBeGreaterThan(silence)
    expect(passed).toBeLessThanOrEqual(silence + 15)
  })

  it('counts sessions that have another address than predicted, but not those that had before', async () => {
    const { id, revision } = await begin()
    const [first = ''] = await reached(revision)
    const odd = `UPDATE session SET discrepancy = '{"reason":"foreign-address"}' WHERE host_id = `
    await farm.database.prisma.$executeRawUnsafe(
      `${odd} (SELECT id FROM host WHERE name <> $1 LIMIT 1)`,
      first,
    )
    await advanceRollout(farm.ctx)
    expect(await farm.view(id)).toMatchObject({ state: 'running' })
    await farm.database.prisma.$executeRawUnsafe(`${odd} (SELECT id FROM host WHERE name = $1)`, first)
    await advanceRollout(farm.ctx)
    expect(await farm.view(id)).toMatchObject({
      state: 'halted',
      halt: {
        failure: { check: 'discrepancy', found: 1, hosts: [first] },
        sessions: [{ host: first, number: 1, reason: 'foreign-address' }],
      },
    })
    // What halted it is still told when the session is well again.
    await farm.database.prisma.$executeRawUnsafe('UPDATE session SET discrepancy = NULL')
    const { rows } = await listRolloutHosts(farm.ctx, { id, limit: 50 })
    expect(rows.find(({ name }) => name === first)).toMatchObject({ discrepancies: 1 })
  })

  it('names the sessions whose binds failed, and their list is narrowed to them', async () => {
    const { id, revision } = await begin()
    const [first = ''] = await reached(revision)
    hostNamed(first).more = { bindFailures: 3 }
    const failed = [
      {
        program: 'softphone.exe',
        protocol: 'tcp',
        failed: true,
        local: { address: '127.0.0.2', port: 5060 },
      },
    ]
    await farm.database.prisma.$executeRawUnsafe(
      'UPDATE session SET sockets = $2::jsonb WHERE host_id = (SELECT id FROM host WHERE name = $1)',
      first,
      JSON.stringify(failed),
    )
    await farm.hostsAct()
    await advanceRollout(farm.ctx)
    const { halt } = await farm.view(id)
    expect(halt).toMatchObject({
      failure: { check: 'bind', found: 3, hosts: [first] },
      sessions: [{ host: first, reason: 'bind', program: 'softphone.exe' }],
    })
    const { rows } = await listSessions(farm.ctx, { limit: 50, state: 'all', failedBinds: true })
    expect(rows.map((row) => row.id)).toEqual(halt?.sessions?.map((one) => one.id))
    const hosts = (await listRolloutHosts(farm.ctx, { id, limit: 50 })).rows
    expect(hosts.find(({ name }) => name === first)).toMatchObject({ bindFailures: 3, discrepancies: 0 })
    await farm.database.prisma.$executeRawUnsafe("UPDATE session SET sockets = '[]'")
  })

  it('does not count a program that was on no list before the wave either, but one that was', async () => {
    const { id, revision } = await begin()
    const [first = ''] = await reached(revision)
    const [{ list }] = (await farm.rows<{ list: string[] }>(
      `SELECT b.config->'settings'->'VirtualLoopbackPrograms' AS list
       FROM rollout_host r JOIN bundle b ON b.hash = r.before->>'hash' WHERE r.rollout_id = $1::uuid`,
      id,
    )) as [{ list: string[] }]
    const unlisted = (program: string) =>
      farm.database.prisma.$executeRawUnsafe(
        `UPDATE session SET discrepancy = jsonb_build_object('reason', 'not-listed', 'program', $2::text)
         WHERE host_id = (SELECT id FROM host WHERE name = $1)`,
        first,
        program,
      )
    await unlisted('stranger.exe')
    await advanceRollout(farm.ctx)
    expect(await farm.view(id)).toMatchObject({ state: 'running' })
    await unlisted(String(list[0]).toUpperCase())
    await advanceRollout(farm.ctx)
    expect(await farm.view(id)).toMatchObject({
      state: 'halted',
      halt: { failure: { check: 'discrepancy', found: 1, hosts: [first] } },
    })
    await farm.database.prisma.$executeRawUnsafe('UPDATE session SET discrepancy = NULL')
  })
})

describe('hosts that are not there', () => {
  it('are left out of the quota, are waited for by nobody, and converge when they are back', async () => {
    const away = farm.hosts.slice(0, 4)
    for (const host of away) host.conduct = 'dead'
    await farm.pass(3 * farm.ctx.farm.pollSeconds + 1)
    const { id, revision } = await begin()
    await farm.pass(31)
    await farm.settle()
    // Half of the four that are there.
    expect(await reached(revision)).toHaveLength(2)
    for (let wave = 0; wave < 3; wave += 1) {
      await farm.pass(31)
      await farm.settle()
    }
    expect(await farm.view(id)).toMatchObject({ state: 'completed' })
    expect(await reached(revision)).toHaveLength(HOSTS)
    for (const host of away) host.conduct = 'obeys'
    await farm.pass(1)
    await farm.hostsAct()
    expect(await farm.view(id)).toMatchObject({ standings: { done: HOSTS } })
  })

  it('do not hold up a wave in which others are done, beyond its patience', async () => {
    const { id, revision } = await begin()
    await secondWave(revision, 1)
    expect(await farm.view(id)).toMatchObject({ wave: 2, waitsFor: 'hosts', standings: { held: 2 } })
    await farm.pass(9 * 60)
    expect(await farm.view(id)).toMatchObject({ wave: 2, waitsFor: 'hosts' })
    await farm.pass(61)
    expect(await farm.view(id)).toMatchObject({ state: 'running', wave: 2, waitsFor: 'soak' })
  })

  it('halt a wave of which nobody is done when its patience ends: nothing speaks for the revision', async () => {
    const { id, revision } = await begin()
    await secondWave(revision, 0)
    await farm.pass(10 * 60 + 1)
    expect(await farm.view(id)).toMatchObject({
      state: 'halted',
      halt: { failure: { check: 'no-evidence', found: 0 } },
    })
  })
})

/** The second wave opens: so many of its hosts obey, the others wait for their sessions to end. */
async function secondWave(revision: number, obeying: number): Promise<void> {
  const before = await reached(revision)
  await farm.pass(31)
  const opened = (await reached(revision)).filter((name) => !before.includes(name))
  for (const [at, name] of opened.entries()) hostNamed(name).conduct = at < obeying ? 'obeys' : 'holds'
  await farm.settle()
}

describe('a rollout that people act on', () => {
  it('halts, goes on with what is wrong accepted, and halts again for what is new', async () => {
    const { id, revision } = await begin()
    const [first] = await reached(revision)
    await haltRollout(farm.ctx, CLI, { id, reason: 'wait' })
    await farm.pass(3_600)
    expect(await reached(revision)).toEqual([first])
    await resumeRollout(farm.ctx, CLI, { id, reason: 'go on' })
    hostNamed(first).conduct = 'fails'
    await farm.hostsAct()
    await advanceRollout(farm.ctx)
    expect(await farm.view(id)).toMatchObject({ state: 'halted', halt: { failure: { hosts: [first] } } })
    await resumeRollout(farm.ctx, CLI, { id, reason: 'that one is known' })
    await farm.pass(31)
    await farm.settle()
    expect(await farm.view(id)).toMatchObject({ state: 'running', wave: 2 })
    const second = (await reached(revision)).find((name) => name !== first)
    hostNamed(second).conduct = 'fails'
    await farm.hostsAct()
    await advanceRollout(farm.ctx)
    expect(await farm.view(id)).toMatchObject({ state: 'halted', halt: { failure: { hosts: [second] } } })
  })

  it('is taken back by hand, keeps the draft, and is over', async () => {
    const { id, revision } = await begin()
    const draft = await farm.rows<{ settings: unknown }>('SELECT settings FROM policy')
    const back = await rollBackRollout(farm.ctx, CLI, { id, reason: 'no' })
    expect(back).toEqual({ revision: revision + 1, changedHosts: 1 })
    expect(await farm.rows('SELECT settings FROM policy')).toEqual(draft)
    await expect(resumeRollout(farm.ctx, CLI, { id, reason: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const audit = await farm.rows<{ action: string }>(
      "SELECT action FROM audit_event WHERE object_kind = 'rollout' AND object_id = $1 ORDER BY id",
      id,
    )
    expect(audit.map(({ action }) => action)).toEqual(['rollout.open-wave', 'rollout.roll-back'])
  })

  it('is superseded by a newer revision: every host follows that one, and no wave opens', async () => {
    const { id, revision } = await begin()
    const { revision: newer } = await farm.publish(['newer.exe'])
    await farm.pass(3_600)
    await farm.settle()
    expect(await farm.view(id)).toMatchObject({ state: 'superseded', endRevision: newer })
    expect(await reached(newer)).toHaveLength(HOSTS)
    expect(newer).toBe(revision + 1)
  })

  it('is superseded by waves too: what it had not reached keeps the revision from before both', async () => {
    const base = Math.max(...[...(await farm.pointers()).values()].map(({ revision }) => revision))
    const { id, revision } = await begin()
    const [first] = await reached(revision)
    const newer = await begin()
    expect(await farm.view(id)).toMatchObject({ state: 'superseded' })
    expect(await farm.view(newer.id)).toMatchObject({ baseRevision: base })
    await rollBackRollout(farm.ctx, CLI, { id: newer.id, reason: 'no' })
    await farm.hostsAct()
    const rows = await farm.rows<{ name: string; hash: string }>('SELECT name, wanted_hash AS hash FROM host')
    expect(new Set(rows.map(({ hash }) => hash)).size).toBe(1)
    expect(first).toBeDefined()
  })
})

describe('while a rollout is open', () => {
  it('a host that joins runs the revision from before, and the rollout carries it along', async () => {
    const { id, revision } = await begin()
    const joined = await farm.join(`NEW${lists}`)
    const pointer = (await farm.pointers()).get(joined.name)
    expect(pointer?.revision).toBe(revision - 1)
    for (let wave = 0; wave < 3; wave += 1) {
      await farm.pass(31)
      await farm.settle()
    }
    expect(await farm.view(id)).toMatchObject({ state: 'completed', standings: { done: HOSTS + 1 } })
    expect((await farm.pointers()).get(joined.name)?.revision).toBe(revision)
  })

  it('waves open only in the hours they are given', async () => {
    // The clock of these tests began at noon, UTC, on a Sunday, and has gone on since.
    const hour = farm.ctx.clock.now().getUTCHours()
    const clock = (hours: number) => `${String((hour + hours) % 24).padStart(2, '0')}:00`
    const window = { days: [1, 2, 3, 4, 5, 6, 7], from: clock(2), to: clock(4), timeZone: 'UTC' }
    const { id, revision } = await begin({ ...PLAN, window })
    expect(await reached(revision)).toEqual([])
    expect(await farm.view(id)).toMatchObject({ waitsFor: 'window' })
    await farm.pass(2 * 3_600)
    await farm.settle()
    expect(await reached(revision)).toHaveLength(1)
  })
})
