/** Gold images: one key on many machines, and machines that forget theirs at each boot. */

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LATEST_CALL_MS } from '~/domain/clone'
import type { CheckInInput } from '~/protocol/check-in'
import { PROTOCOL_VERSION } from '~/protocol/version'
import { checkIn } from '~/server/services/check-in'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { enrollHost } from '~/server/services/enroll-host'
import { getHost } from '~/server/services/get-host'
import { ingestReport } from '~/server/services/ingest-report'
import { rekeyHost } from '~/server/services/rekey-host'
import { BOOT, openSession, report } from '~/tests/support/report'
import {
  CLI,
  createTestFarm,
  type EnrolledHost,
  enrolment,
  machineIdOf,
  type TestFarm,
} from '~/tests/support/test-farm'

let farm: TestFarm
beforeAll(async () => {
  farm = await createTestFarm()
})
afterAll(() => farm.close())

const board = (id: string) => {
  const host = farm.ctx.board.byId(id)
  if (!host) throw new Error('the board does not know the host')
  return host
}
const say = (host: { id: string }, input: Partial<CheckInInput>) =>
  checkIn(farm.ctx, board(host.id), { v: PROTOCOL_VERSION, boot: BOOT, seq: 0, ...input })
const lifecycle = async (host: { id: string }) =>
  (await getHost(farm.ctx, { id: host.id, withChanges: false })).lifecycle
const sessionsOf = (host: { id: string }) =>
  farm.rows<{ boot: string; number: number }>(
    'SELECT boot, number FROM session WHERE host_id = $1::uuid ORDER BY boot, number',
    host.id,
  )
const audited = (host: { id: string }, action: string) =>
  farm.rows<{ after: { why: string } }>(
    `SELECT after FROM audit_event WHERE object_id = $1 AND action = $2`,
    host.id,
    action,
  )

/** A host that has reported one session. */
async function reporting(name: string): Promise<EnrolledHost> {
  const host = await farm.enrol(name)
  await ingestReport(farm.ctx, host.id, report(1, { machine: host.machineId, opened: [openSession(3)] }))
  return host
}

/** Runs `work` for each, some at once. */
async function each<T>(items: readonly T[], work: (item: T, at: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) await work(items[at] as T, at)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

describe('one key on two machines', () => {
  test('is known all the while: no agent is told that nobody knows its key', async () => {
    const host = await reporting('GOLD-KNOWN')
    const removed = vi.spyOn(farm.ctx.board, 'remove')
    await say(host, { boot: 'boot-clone-1', machine: 'another-machine' })
    expect(removed).not.toHaveBeenCalled()
    expect(board(host.id).lifecycle).toBe('quarantined')
    removed.mockRestore()
  })

  test('named in a check-in: the host is quarantined on the record, and is told nothing to run', async () => {
    const host = await reporting('GOLD-A')
    const answer = await say(host, { boot: 'boot-clone-1', machine: 'another-machine' })
    expect(answer).toMatchObject({ same: true, pendingApproval: true })
    expect(await lifecycle(host)).toBe('quarantined')
    expect(await audited(host, 'host.quarantine')).toMatchObject([
      { after: { why: 'two-machines', machine: 'another-machine' } },
    ])
  })

  test('named in a report: nothing of the second machine is stored, nor of the first from then on', async () => {
    const host = await reporting('GOLD-B')
    const other = report(1, { boot: 'boot-clone-1', machine: 'another-machine', opened: [openSession(9)] })
    await expect(ingestReport(farm.ctx, host.id, other)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(ingestReport(farm.ctx, host.id, report(2))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await sessionsOf(host)).toEqual([{ boot: BOOT, number: 3 }])
  })

  test('of agents that name no machine: boots A, B, A show it', async () => {
    const host = await reporting('GOLD-C')
    await ingestReport(farm.ctx, host.id, report(1, { boot: 'boot-bbbbbbbb' }))
    expect(await lifecycle(host)).toBe('active')
    farm.clock.pass(LATEST_CALL_MS + 1)
    await say(host, { boot: BOOT, seq: 1 })
    expect(await lifecycle(host)).toBe('quarantined')
    expect(await audited(host, 'host.quarantine')).toMatchObject([{ after: { why: 'boots-alternate' } }])
  })

  test('a call that was on its way when the key was put aside is taken for no reboot', async () => {
    const host = await reporting('GOLD-LATE')
    await farm.rows(`UPDATE host SET lifecycle = 'quarantined' WHERE id = $1::uuid`, host.id)
    expect(board(host.id).lifecycle).toBe('active')
    expect(await say(host, { boot: 'boot-clone-9' })).toMatchObject({ same: true, pendingApproval: true })
    expect(await farm.rows('SELECT boot, past_boots FROM host WHERE id = $1::uuid', host.id)).toEqual([
      { boot: BOOT, past_boots: [] },
    ])
  })

  test('a plain reboot is none, however often', async () => {
    const host = await reporting('PLAIN')
    for (const boot of ['boot-2222', 'boot-3333', 'boot-4444', 'boot-5555']) {
      farm.clock.pass(45_000)
      await say(host, { boot, machine: host.machineId })
      await ingestReport(farm.ctx, host.id, report(1, { boot, machine: host.machineId }))
    }
    expect(await lifecycle(host)).toBe('active')
  })

  test('a new key: the old one opens nothing, the machine comes back to its row, the other gets one of its own', async () => {
    const host = await reporting('GOLD-D')
    await say(host, { boot: 'boot-clone-1', machine: 'another-machine-d' })
    const row = await rekeyHost(farm.ctx, CLI, { id: host.id, reason: 'cloned from GOLD-D' })
    expect(row.lifecycle).toBe('active')
    const old = await fetch(`${farm.origin}/api/agent/checkIn`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.credential}` },
      body: JSON.stringify({ v: 1, boot: BOOT, seq: 1 }),
    })
    expect(old.status).toBe(401)
    const token = await farm.token({ uses: 2 })
    const again = await enrollHost(farm.ctx, enrolment(token, 'GOLD-D', host.machineId))
    const other = await enrollHost(farm.ctx, enrolment(token, 'GOLD-D', 'another-machine-d'))
    expect(again.hostId).toBe(host.id)
    expect(other.hostId).not.toBe(host.id)
    // The same boot as before: its reports count from a full one again, and are not taken for late ones.
    const full = report(1, { machine: host.machineId, opened: [openSession(3), openSession(4)] })
    expect(await ingestReport(farm.ctx, host.id, full)).toEqual({ ack: 1 })
    expect(await sessionsOf(host)).toEqual([
      { boot: BOOT, number: 3 },
      { boot: BOOT, number: 4 },
    ])
  })

  test('enrolling again lifts a quarantine too: the key is one machine’s again', async () => {
    const host = await reporting('GOLD-E')
    await say(host, { boot: 'boot-clone-1', machine: 'another-machine-e' })
    await enrollHost(farm.ctx, enrolment(await farm.token(), 'GOLD-E', host.machineId))
    expect(await lifecycle(host)).toBe('active')
  })
})

describe('a thousand clones of an enrolled image', () => {
  const CLONES = 1_000
  const clones = Array.from({ length: CLONES }, (_, at) => ({ at, machineId: machineIdOf() }))
  /** Those that are started twice, with a transaction each; CLONES_BOOTED=1000 starts them all, in a minute. */
  const BOOTED = Number(process.env.CLONES_BOOTED ?? 50)
  const booted = clones.slice(0, BOOTED)
  let gold: EnrolledHost
  let token: string
  const hostIds = new Map<number, string>()

  test('quarantine the key at the first word, and leave no trace in its history', async () => {
    gold = await reporting('IMAGE')
    let refused = 0
    await each(clones, async ({ at, machineId }) => {
      const boot = `clone-boot-${at}`
      expect(await say(gold, { boot, machine: machineId })).toMatchObject({ same: true })
      const told = report(1, { boot, machine: machineId, opened: [openSession(at + 1)] })
      await ingestReport(farm.ctx, gold.id, told).catch(() => {
        refused += 1
      })
    })
    expect(refused).toBe(CLONES)
    expect(await lifecycle(gold)).toBe('quarantined')
    expect(await audited(gold, 'host.quarantine')).toHaveLength(1)
    expect(await sessionsOf(gold)).toEqual([{ boot: BOOT, number: 3 }])
  })

  test('of older agents, which name no machine: at most two boots are taken for reboots', async () => {
    const image = await reporting('IMAGE-OLD')
    farm.clock.pass(300_000)
    await each(clones, async ({ at }) => {
      await say(image, { boot: `clone-boot-${at}` })
    })
    expect(await lifecycle(image)).toBe('quarantined')
    const [{ boots } = { boots: 0 }] = await farm.rows<{ boots: number }>(
      'SELECT cardinality(past_boots) AS boots FROM host WHERE id = $1::uuid',
      image.id,
    )
    expect(boots).toBeLessThanOrEqual(2)
  })

  test('enrol from a token outside the image: a row each, and the image keeps its own', async () => {
    await rekeyHost(farm.ctx, CLI, { id: gold.id, reason: 'the image is enrolled at boot from now on' })
    const { id } = await createDeliveryGroup(farm.ctx, CLI, { name: 'Pooled', kind: 'Shared' })
    const input = { label: 'image', deliveryGroupId: id, uses: BOOTED, hours: 8_000, atBoot: true }
    token = (await createToken(farm.ctx, CLI, input)).token
    await each(booted, async ({ at, machineId }) => {
      const { hostId } = await enrollHost(farm.ctx, enrolment(token, `POOL${at % 40}`, machineId))
      hostIds.set(at, hostId)
    })
    expect(new Set([...hostIds.values(), gold.id]).size).toBe(BOOTED + 1)
  }, 300_000)

  test('come back to the same row at the next boot, their disk reset, without another use of the token', async () => {
    const [{ left } = { left: -1 }] = await farm.rows<{ left: number }>(
      `SELECT uses_left AS left FROM enrolment_token WHERE label = 'image'`,
    )
    expect(left).toBe(0)
    await each(booted, async ({ at, machineId }) => {
      const { hostId } = await enrollHost(farm.ctx, enrolment(token, `POOL${at % 40}`, machineId))
      expect(hostId).toBe(hostIds.get(at))
      await ingestReport(
        farm.ctx,
        hostId,
        report(1, { boot: `second-boot-${at}`, machine: machineId, opened: [openSession((at % 200) + 1)] }),
      )
    })
    const [{ rows, hosts } = { rows: 0, hosts: 0 }] = await farm.rows<{ rows: number; hosts: number }>(
      `SELECT count(*)::int AS rows, count(DISTINCT host_id)::int AS hosts FROM session WHERE boot LIKE 'second-boot-%'`,
    )
    expect({ rows, hosts }).toEqual({ rows: BOOTED, hosts: BOOTED })
  }, 300_000)

  test('a machine that the token never saw gets nothing from a token that is used up', async () => {
    await expect(enrollHost(farm.ctx, enrolment(token, 'POOL', machineIdOf()))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
