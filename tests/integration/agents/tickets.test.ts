import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { canonicalHostConfig } from '~/domain/host-config'
import type { Policy } from '~/domain/policy-model'
import { sha256 } from '~/protocol/hash'
import * as signature from '~/protocol/signature'
import { BUNDLE_HEADERS } from '~/protocol/ticket'
import { hostOf } from '~/server/services/authenticate-host'
import { enrollHost } from '~/server/services/enroll-host'
import { hearNews, loadBoard } from '~/server/services/farm-news'
import { loadSigningKey, WrongMasterKey } from '~/server/services/signing-key'
import { updateHost } from '~/server/services/update-host'
import { publish } from '~/tests/support/publish'
import {
  CLI,
  createTestFarm,
  type EnrolledHost,
  enrolment,
  listing,
  machineIdOf,
  type TestFarm,
} from '~/tests/support/test-farm'
import { until } from '~/tests/support/until'

let farm: TestFarm
let sales: EnrolledHost
let calls: EnrolledHost
beforeAll(async () => {
  farm = await createTestFarm()
  sales = await farm.enrol('SALES1', { group: 'Sales' })
  calls = await farm.enrol('CALLS1', { group: 'Call centre' })
})
afterAll(() => farm.close())

const board = ({ id }: EnrolledHost) => {
  const found = farm.ctx.board.byId(id)
  if (!found?.ticket) throw new Error('the host has no ticket')
  return { ...found, ticket: found.ticket }
}
const only = (group: string, programs: string[]): Policy =>
  listing(programs, {
    name: `For ${group}`,
    filters: [{ type: 'DesktopGroup', mode: 'Allow', enabled: true, value: group }],
  })
const get = (host: EnrolledHost, hash: string, headers: Record<string, string> = {}) =>
  fetch(`${farm.origin}/api/agent/bundle/${hash}`, {
    headers: { authorization: `Bearer ${host.credential}`, ...headers },
  })

describe('a revision', () => {
  test('gives a new ticket to the hosts whose settings it changes, and to no other', async () => {
    const before = [board(sales), board(calls)]
    const revision = await publish(farm, [only('Sales', ['crm.exe'])])
    expect(board(sales)).toMatchObject({
      wantedGeneration: (before[0]?.wantedGeneration ?? 0) + 1,
      wantedRevision: revision,
      ticket: { ticket: { revision, hash: board(sales).wantedHash } },
    })
    expect(board(calls)).toEqual(before[1])
  })

  test('that brings old settings back says so: rollback, with the next generation and the old hash', async () => {
    const old = board(sales)
    await publish(farm, [only('Sales', ['crm.exe', 'softphone.exe'])])
    await publish(farm, [only('Sales', ['crm.exe'])], true)
    expect(board(sales)).toMatchObject({
      wantedHash: old.wantedHash,
      wantedGeneration: old.wantedGeneration + 2,
      ticket: { ticket: { rollback: true } },
    })
  })

  test('is resolved and sealed once for a class of hosts, and signed once for each host it changes', async () => {
    const token = await farm.token({ group: 'Ward', uses: 30 })
    const made = Array.from({ length: 30 }, (_, at) => enrollHost(farm.ctx, enrolment(token, `WARD${at}`)))
    await Promise.all(made)
    const seal = vi.spyOn(signature, 'signBundle')
    const sign = vi.spyOn(signature, 'signTicket')
    await publish(farm, [only('Ward', ['monitor.exe'])])
    expect(seal).toHaveBeenCalledTimes(1)
    // The ward's hosts, and the one of Sales whose policy is gone.
    expect(sign).toHaveBeenCalledTimes(31)
    vi.restoreAllMocks()
  })

  test('reaches a host that enrols while it is published', async () => {
    const token = await farm.token({ group: 'Ward', uses: 20 })
    const enrolled = Array.from({ length: 20 }, (_, at) =>
      enrollHost(farm.ctx, enrolment(token, `LATE${at}`)),
    )
    const revision = await publish(farm, [only('Ward', ['monitor.exe', 'alarm.exe'])])
    await Promise.all(enrolled)
    const behind = await farm.rows(
      `SELECT h.name FROM host h JOIN delivery_group g ON g.id = h.delivery_group_id
       WHERE g.name = 'Ward' AND wanted_revision <> $1`,
      revision,
    )
    expect(behind).toEqual([])
  })

  test('that another server process published reaches this one’s board by its news', async () => {
    const known = board(sales)
    const revision = await publish(farm, [only('Sales', ['elsewhere.exe'])])
    const fresh = board(sales)
    farm.ctx.board.put(known)
    await hearNews(farm.ctx, JSON.stringify({ from: 'another process', revision }))
    expect(board(sales)).toMatchObject({
      wantedHash: fresh.wantedHash,
      wantedGeneration: fresh.wantedGeneration,
    })
    farm.ctx.board.put(known)
    await loadBoard(farm.ctx)
    expect(board(sales).ticket).toEqual(fresh.ticket)
  })
})

describe('the board', () => {
  test('that is read again while a revision is published keeps what the revision says', async () => {
    const { database, ...rest } = farm.ctx
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let reads = 0
    // The answer about hosts is late: read before the publish, delivered after it.
    const slow = new Proxy(database, {
      get(target, name) {
        const member = Reflect.get(target, name)
        if (name !== '$queryRawUnsafe') return typeof member === 'function' ? member.bind(target) : member
        return async (...input: [string]) => {
          const rows = await target.$queryRawUnsafe(...input)
          if (!input[0].includes('FROM host h')) return rows
          reads += 1
          if (reads === 1) await held
          return rows
        }
      },
    })
    const reading = loadBoard({ ...rest, database: slow })
    await until('the late read', () => reads === 1)
    await publish(farm, [only('Sales', ['latest.exe'])])
    const fresh = board(sales)
    letGo()
    await reading
    expect(board(sales)).toEqual(fresh)
  })

  test('knows a host that enrolled again by its new credential only, also when it moved to another group', async () => {
    const machineId = machineIdOf()
    const old = await farm.enrol('MOVER', { group: 'Sales', machineId })
    const { credential } = await farm.enrol('MOVER', { group: 'Call centre', machineId })
    expect(hostOf(farm.ctx, `Bearer ${old.credential}`)).toBeUndefined()
    expect(hostOf(farm.ctx, `Bearer ${credential}`)?.id).toBe(old.id)
  })
})

describe('a host that is moved', () => {
  test('to another group gets what that group is told, on the record', async () => {
    await publish(farm, [only('Sales', ['crm.exe'])])
    const before = board(calls)
    const row = await updateHost(farm.ctx, CLI, { id: calls.id, deliveryGroup: 'sales', tags: ['moved'] })
    expect(row).toMatchObject({
      deliveryGroup: 'Sales',
      tags: ['moved'],
      wantedGeneration: before.wantedGeneration + 1,
    })
    expect(board(calls).wantedHash).toBe(board(sales).wantedHash)
    const [audit] = await farm.rows(`SELECT action, before, after FROM audit_event ORDER BY id DESC LIMIT 1`)
    expect(audit).toMatchObject({ action: 'host.update', before: { tags: [] }, after: { tags: ['moved'] } })
  })

  test('to a group that does not exist, or to a name that is taken, is refused by field', async () => {
    await expect(updateHost(farm.ctx, CLI, { id: calls.id, deliveryGroup: 'Nowhere' })).rejects.toMatchObject(
      {
        code: 'bad-input',
        problems: [{ field: 'deliveryGroup', value: 'Nowhere' }],
      },
    )
    await expect(updateHost(farm.ctx, CLI, { id: calls.id, name: 'sales1' })).rejects.toMatchObject({
      code: 'bad-input',
      problems: [{ field: 'name', value: 'sales1' }],
    })
  })
})

describe('a bundle', () => {
  test('is the canonical config, gzipped, kept for ever, and sealed in its headers', async () => {
    const hash = board(sales).wantedHash ?? ''
    const answer = await get(sales, hash)
    const text = await answer.text()
    expect(sha256(text)).toBe(hash)
    expect(text).toBe(canonicalHostConfig(JSON.parse(text)))
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    const seal = {
      hash,
      revision: Number(answer.headers.get(BUNDLE_HEADERS.revision)),
      keyId: answer.headers.get(BUNDLE_HEADERS.keyId) ?? '',
      signature: answer.headers.get(BUNDLE_HEADERS.signature) ?? '',
    }
    expect(signature.verifyBundle(seal, [farm.ctx.signingKey])).toBe(true)
  })

  test('comes plain to whoever takes no gzip', async () => {
    const hash = board(sales).wantedHash ?? ''
    const answer = await get(sales, hash, { 'accept-encoding': 'identity' })
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(sha256(await answer.text())).toBe(hash)
  })

  test('names no host, no policy and no time', async () => {
    const [row] = await farm.rows<{ body: Uint8Array }>(
      'SELECT body FROM bundle WHERE hash = $1',
      board(sales).wantedHash,
    )
    const config = JSON.parse(gunzipSync(row?.body ?? new Uint8Array()).toString())
    expect(Object.keys(config).sort()).toEqual(['notApplicable', 'settings', 'v'])
  })

  test('is given to enrolled hosts only, and an unknown one is not found', async () => {
    const hash = board(sales).wantedHash ?? ''
    const stranger = { ...sales, credential: `vfc1.${sales.id}.${'x'.repeat(43)}` }
    expect((await get(stranger, hash)).status).toBe(401)
    expect((await get(sales, 'x'.repeat(43))).status).toBe(404)
    expect((await get(sales, '../../etc/passwd')).status).toBe(404)
    expect((await get(sales, 'short')).status).toBe(400)
  })
})

describe('the signing key', () => {
  test('is made once by processes that start together, and lies sealed', async () => {
    const { prisma } = farm.database
    const master = Buffer.alloc(32, 7)
    const keys = await Promise.all(
      Array.from({ length: 4 }, () => loadSigningKey(prisma, master, farm.clock)),
    )
    expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1)
    const sealed = await prisma.signingKey.findFirstOrThrow()
    const plain = keys[0]?.privateKey.export({ format: 'der', type: 'pkcs8' })
    expect(Buffer.from(sealed.privateKeySealed).includes(plain?.subarray(-32) ?? '')).toBe(false)
  })

  test('does not open under another master key', async () => {
    await expect(loadSigningKey(farm.database.prisma, Buffer.alloc(32, 8), farm.clock)).rejects.toThrow(
      WrongMasterKey,
    )
  })
})
