import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENROLMENT_TOKEN } from '~/protocol/enroll'
import { startAdminServer } from '~/tests/support/admin-server'
import { type Ran, runInProcess } from '~/tests/support/command'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'

let database: TestDatabase
let data: string

beforeAll(async () => {
  database = await createTestDatabase()
  data = mkdtempSync(join(tmpdir(), 'vipfarm-cli-'))
})
afterAll(async () => {
  await database.drop()
  rmSync(data, { recursive: true, force: true })
})

const vipfarm = (line: string, stdin?: string): Promise<Ran> =>
  runInProcess(line.split(' '), {}, { env: { DATABASE_URL: database.url, VIPFARM_DATA: data }, stdin })

describe('vipfarm user create', () => {
  it('prints a password that signs in, once, and records who did it', async () => {
    const { code, out, err } = await vipfarm('user create --username ana --role operator --name Ana')
    expect([code, err]).toEqual([0, ''])
    const [, password = ''] = out.match(/^created operator ana\npassword (\S+)\n$/) ?? []
    const server = await startAdminServer({ database: { ...database, drop: async () => {} } })
    expect((await server.browser().signIn('ana', password)).status).toBe(200)
    await server.close()
    const row = await database.prisma.auditEvent.findFirst({ where: { action: 'user.create' } })
    expect(row).toMatchObject({
      actorKind: 'cli',
      actorId: null,
      after: { username: 'ana', role: 'operator' },
    })
    expect(JSON.stringify(row?.after)).not.toContain(password)
  })

  it('takes a password from standard input, and prints none', async () => {
    const { code, out } = await vipfarm(
      'user create --username luis --role auditor --password-stdin',
      'a long password\n',
    )
    expect([code, out]).toEqual([0, 'created auditor luis\n'])
  })

  it.each([
    ['user create --username ana --role operator', 1, /username: "ana": another user/],
    ['user create --username a --role operator', 1, /2 to 32 characters/],
    ['user create --username eva --role king', 2, /Allowed choices are admin, operator, helpdesk, auditor/],
    ['user create --role admin', 2, /--username/],
    ['user destroy', 2, /unknown command/],
  ])('%s: exit code %i', async (line, code, message) => {
    const ran = await vipfarm(line)
    expect([ran.code, ran.out]).toEqual([code, ''])
    expect(ran.err).toMatch(message)
  })

  it('refuses a short password from standard input without repeating it', async () => {
    const ran = await vipfarm('user create --username eva --role auditor --password-stdin', 'hunter2')
    expect(ran.code).toBe(1)
    expect(ran.err).toMatch(/12 to 128/)
    expect(ran.err).not.toContain('hunter2')
  })
})

describe('vipfarm token create', () => {
  it('prints a token for a group, which it makes only when told to', async () => {
    const missing = await vipfarm('token create --group Kiosks')
    expect([missing.code, missing.out]).toEqual([1, ''])
    expect(missing.err).toMatch(/--create-group/)
    const { code, out } = await vipfarm(
      'token create --group Kiosks --create-group --uses 3 --hours 2 --tag a --tag b',
    )
    expect(code).toBe(0)
    expect(out.trim()).toMatch(ENROLMENT_TOKEN)
    const again = await vipfarm('token create --group kiosks')
    expect(again.code).toBe(0)
    expect(await database.prisma.deliveryGroup.count()).toBe(1)
    const [first] = await database.prisma.enrolmentToken.findMany({ orderBy: { createdAt: 'asc' } })
    expect(first).toMatchObject({ uses: 3, usesLeft: 3, tags: ['a', 'b'], createdBy: 'cli' })
    expect(first?.secretHash).not.toContain(out.trim().split('.')[2])
  })

  it.each(['--uses 0', '--uses 1001', '--uses 1.5', '--hours 721', '--hours x'])(
    'refuses %s',
    async (option) => {
      const ran = await vipfarm(`token create --group Kiosks ${option}`)
      expect(ran.code).toBe(2)
      expect(ran.err).toMatch(/whole number from 1 to/)
    },
  )
})

describe('vipfarm export', () => {
  it('writes the record to standard output, and writes down that it did', async () => {
    const csv = await vipfarm('export audit --format csv')
    expect([csv.code, csv.err]).toEqual([0, ''])
    expect(csv.out).toMatch(/^id,at,actor_kind/)
    const { out } = await vipfarm('export audit --format jsonl --from 2026-01-01')
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.filter(({ action }) => action === 'export.audit')).toHaveLength(2)
    expect((await vipfarm('export allocations --format csv --to 2026-01-01T00:00:00Z')).out).toMatch(
      /^id,host,person/,
    )
  })

  it.each([
    'export audit',
    'export passwords --format csv',
    'export audit --format xml',
    'export audit --format csv --from today',
  ])('%s is wrong usage', async (line) => {
    expect((await vipfarm(line)).code).toBe(2)
  })
})

it('says what to mend when there is no database', async () => {
  const ran = await runInProcess(
    ['export', 'audit', '--format', 'csv'],
    {},
    {
      env: { DATABASE_URL: 'postgresql://nobody:wrong@127.0.0.1:1/none', VIPFARM_DATA: data },
    },
  )
  expect(ran.code).toBe(1)
  expect(ran.err).toMatch(/^vipfarm: /)
  expect(ran.err).not.toContain('wrong')
})
