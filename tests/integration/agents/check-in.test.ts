import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CheckInInput, checkInOutput } from '~/protocol/check-in'
import { verifyTicket } from '~/protocol/signature'
import type { AppError } from '~/server/errors'
import { approveHost } from '~/server/services/approve-host'
import { checkIn } from '~/server/services/check-in'
import { loadBoard } from '~/server/services/farm-news'
import { flushSeen } from '~/server/services/flush-seen'
import { ingestReport } from '~/server/services/ingest-report'
import { retireHost } from '~/server/services/retire-host'
import { publish } from '~/tests/support/publish'
import { BOOT, openSession, report } from '~/tests/support/report'
import { CLI, createTestFarm, type EnrolledHost, listing, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
beforeAll(async () => {
  farm = await createTestFarm()
})
afterAll(() => farm.close())

const board = (host: EnrolledHost) => {
  const found = farm.ctx.board.byId(host.id)
  if (!found) throw new Error(`${host.name} is not on the board`)
  return found
}
const idle = (host: EnrolledHost, more: Partial<CheckInInput> = {}): CheckInInput => ({
  v: 1,
  boot: BOOT,
  seq: board(host).reportSeq,
  generation: board(host).wantedGeneration,
  hash: board(host).wantedHash ?? undefined,
  ...more,
})
const say = (host: EnrolledHost, more: Partial<CheckInInput> = {}) =>
  checkIn(farm.ctx, board(host), idle(host, more))
const post = (credential: string, body: string) =>
  fetch(`${farm.origin}/api/agent/checkIn`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}` },
    body,
  })

async function reporting(name: string): Promise<EnrolledHost> {
  const host = await farm.enrol(name)
  await ingestReport(farm.ctx, host.id, report(1, { opened: [openSession(7)] }))
  return host
}

/** Counts the statements that `work` sends. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const { pool } = farm.database
  const count = async () => {
    const { rows } = await pool.query<{ n: string }>(
      `SELECT sum(xact_commit + xact_rollback) AS n FROM pg_stat_database WHERE datname = current_database()`,
    )
    return Number(rows[0]?.n)
  }
  await pool.query('SELECT pg_stat_force_next_flush()')
  const before = await count()
  await work()
  await pool.query('SELECT pg_stat_force_next_flush()')
  return (await count()) - before
}

describe('an idle check-in', () => {
  test('has at most 200 bytes of body each way, an answer of the protocol, and no statement behind it', async () => {
    const host = await reporting('IDLE')
    const body = JSON.stringify(idle(host))
    expect(body.length).toBeLessThanOrEqual(200)
    const text = await (await post(host.credential, body)).text()
    expect(text.length).toBeLessThanOrEqual(200)
    expect(checkInOutput.parse(JSON.parse(text).result.data)).toMatchObject({ same: true })
    const quiet = await statements(async () => {})
    const busy = await statements(async () => {
      for (let turn = 0; turn < 50; turn += 1) await (await post(host.credential, body)).text()
    })
    expect(busy - quiet).toBeLessThan(10)
  })

  test('asks to come back near the poll interval, and over all of it after a start', async () => {
    const host = await reporting('NEXT')
    farm.ctx.farm.startedMs = farm.clock.now().getTime()
    const early = await say(host)
    expect(early.next).toBeGreaterThan(2)
    expect(early.next).toBeLessThanOrEqual(34)
    farm.clock.pass(31_000)
    for (let turn = 0; turn < 100; turn += 1) {
      const { next } = await say(host)
      expect(next).toBeGreaterThanOrEqual(27)
      expect(next).toBeLessThanOrEqual(33)
    }
  })

  test('is a sign of life that is written down in one statement for all', async () => {
    const hosts = await Promise.all(['SEEN1', 'SEEN2', 'SEEN3'].map(reporting))
    farm.clock.pass(5_000)
    for (const host of hosts) await say(host)
    await flushSeen(farm.ctx)
    const rows = await farm.rows<{ seen_at: Date }>(
      'SELECT seen_at FROM host_seen WHERE host_id = ANY($1::uuid[])',
      hosts.map(({ id }) => id),
    )
    expect(rows).toEqual(hosts.map(() => ({ seen_at: farm.clock.now() })))
    expect([...farm.ctx.board.all()].some(({ seenDirty }) => seenDirty)).toBe(false)
  })
})

describe('a host that is behind', () => {
  test('is given its ticket, signed, with the next generation', async () => {
    const host = await reporting('BEHIND')
    const had = idle(host)
    await publish(farm, [listing(['softphone.exe'])])
    const answer = await checkIn(farm.ctx, board(host), had)
    if (answer.same) throw new Error('no ticket came')
    expect(answer.signed.ticket).toMatchObject({
      hostId: host.id,
      generation: 2,
      revision: 1,
      rollback: false,
    })
    expect(verifyTicket(answer.signed, [farm.ctx.signingKey])).toBe(true)
    expect(await say(host)).toMatchObject({ same: true })
  })
})

describe('a database older than its hosts', () => {
  test('asks for a full report when the host has an acknowledgement it does not remember', async () => {
    const host = await reporting('SEQ')
    expect(await say(host, { seq: 40 })).toMatchObject({ same: true, reportFull: true })
    expect(await ingestReport(farm.ctx, host.id, report(41))).toMatchObject({ reportFull: true })
    expect(await ingestReport(farm.ctx, host.id, report(42, { full: true }))).toEqual({ ack: 42 })
    expect(await say(host, { seq: 42 })).not.toHaveProperty('reportFull')
  })

  test('jumps past the generation that the host has, on the record', async () => {
    const host = await reporting('AHEAD')
    const before = board(host).wantedGeneration
    const answer = await say(host, { generation: 900, hash: 'x'.repeat(43) })
    expect(answer).toMatchObject({ same: false, signed: { ticket: { generation: 901 } } })
    const [row] = await farm.rows<object>(
      `SELECT action, before, after FROM audit_event WHERE object_id = $1 ORDER BY id DESC LIMIT 1`,
      host.id,
    )
    expect(row).toMatchObject({
      action: 'host.generation-jump',
      before: { generation: before },
      after: { hostGeneration: 900, generation: 901 },
    })
    expect(await say(host)).toMatchObject({ same: true })
  })

  test('also when the host has another content under the same generation', async () => {
    const host = await reporting('OTHER')
    const generation = board(host).wantedGeneration
    expect(await say(host, { hash: 'y'.repeat(43) })).toMatchObject({
      same: false,
      signed: { ticket: { generation: generation + 1 } },
    })
  })
})

describe('a reboot', () => {
  const open = (host: EnrolledHost) =>
    farm.rows<{ end_reason: string | null; held: number }>(
      `SELECT end_reason, (SELECT count(*)::int FROM allocation_open WHERE session_id = s.id) AS held
       FROM session s WHERE host_id = $1::uuid`,
      host.id,
    )

  test('seen in a check-in ends the sessions of the boot before, and what they held', async () => {
    const host = await reporting('REBOOT')
    expect(await open(host)).toEqual([{ end_reason: null, held: 2 }])
    expect(await say(host, { boot: 'boot-bbbbbbbb', seq: 0 })).not.toHaveProperty('reportFull')
    expect(await open(host)).toEqual([{ end_reason: 'reboot', held: 0 }])
    expect(await ingestReport(farm.ctx, host.id, report(1, { boot: 'boot-bbbbbbbb', full: false }))).toEqual({
      ack: 1,
    })
  })

  test('is not seen in a call of the boot before that comes late', async () => {
    const host = await reporting('LATE')
    const opened = [openSession(3)]
    await ingestReport(farm.ctx, host.id, report(1, { boot: 'boot-cccccccc', opened }))
    await say(host, { boot: BOOT, seq: 1 })
    expect(await ingestReport(farm.ctx, host.id, report(2))).toEqual({ ack: 2 })
    expect(board(host).boot).toBe('boot-cccccccc')
    expect((await open(host)).map((row) => row.end_reason)).toEqual(['reboot', null])
  })
})

describe('a host that is not active', () => {
  test('hears that it waits for approval, gets no ticket, and one as soon as it is approved', async () => {
    await farm.database.prisma.farm.update({ where: { id: 1 }, data: { approvalQueue: true } })
    const host = await farm.enrol('QUEUED')
    await farm.database.prisma.farm.update({ where: { id: 1 }, data: { approvalQueue: false } })
    const input: CheckInInput = { v: 1, boot: BOOT, seq: 0 }
    const waits = await checkIn(farm.ctx, board(host), input)
    expect(waits).toMatchObject({ same: true, pendingApproval: true })
    await expect(ingestReport(farm.ctx, host.id, report(1))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await approveHost(farm.ctx, CLI, { id: host.id })).toMatchObject({ lifecycle: 'active' })
    expect(await checkIn(farm.ctx, board(host), input)).toMatchObject({
      same: false,
      signed: { ticket: { generation: 1 } },
    })
  })

  test('is answered 401 once it is retired, also after a restart', async () => {
    const host = await reporting('RETIRED')
    await retireHost(farm.ctx, CLI, { id: host.id, reason: 'scrapped' })
    const body = JSON.stringify({ v: 1, boot: BOOT, seq: 1 })
    expect((await post(host.credential, body)).status).toBe(401)
    await loadBoard(farm.ctx)
    expect((await post(host.credential, body)).status).toBe(401)
    const sessions = await farm.rows('SELECT end_reason FROM session WHERE host_id = $1::uuid', host.id)
    expect(sessions).toEqual([{ end_reason: 'host-retired' }])
    await expect(ingestReport(farm.ctx, host.id, report(2))).rejects.toMatchObject({
      code: 'wrong-credentials',
    } satisfies Partial<AppError>)
  })
})

describe('a body', () => {
  test('of more than 4 KB is refused before it is read whole', async () => {
    const host = await farm.enrol('LARGE')
    const answer = await post(host.credential, 'x'.repeat(5_000))
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ error: { data: { app: { code: 'too-large' } } } })
  })

  test('that is no JSON is refused as such', async () => {
    const host = await farm.enrol('GARBLED')
    const answer = await post(host.credential, '{"v":1,')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { message: 'The body is not valid JSON.' } })
  })
})
