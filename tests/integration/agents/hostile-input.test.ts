import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSession, report } from '~/tests/support/report'
import { createTestFarm, type EnrolledHost, type TestFarm } from '~/tests/support/test-farm'

let farm: TestFarm
let host: EnrolledHost
beforeAll(async () => {
  farm = await createTestFarm()
  host = await farm.enrol('HOSTILE')
})
afterAll(() => farm.close())

const post = (call: 'report' | 'enroll' | 'checkIn', body: unknown) =>
  fetch(`${farm.origin}/api/agent/${call}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.credential}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

async function expectBadInput(answer: Response, field: string) {
  expect(answer.status).toBe(400)
  const { error } = await answer.json()
  expect(error.data.app).toMatchObject({ code: 'bad-input', problems: [{ field }] })
}

const applied = (more: object) => ({ generation: 0, items: [], effective: {}, ...more })
const NUL = 'a\0b'
const HALF = 'a\ud83db'

describe('what the database cannot store is bad input that names its field, never a defect', () => {
  test.each([
    ['a NUL in a user', { opened: [openSession(1, { user: NUL })] }, 'opened[0].user'],
    ['half a pair in a user', { opened: [openSession(1, { user: HALF })] }, 'opened[0].user'],
    ['a NUL read back', { applied: applied({ effective: { x: [NUL] } }) }, 'applied.effective.x[0]'],
    ['a NUL in a name read back', { applied: applied({ effective: { [NUL]: 1 } }) }, 'applied.effective'],
    ['a generation past 32 bits', { applied: applied({ generation: 2 ** 31 }) }, 'applied.generation'],
    ['the year 0', { at: '0000-01-01T00:00:00Z' }, 'at'],
    ['a sequence past 32 bits', { seq: 2 ** 31 }, 'seq'],
  ])('a report with %s', async (_what, more, field) => {
    await expectBadInput(await post('report', { ...report(1), ...more }), field)
  })

  test('a report that nests without end', async () => {
    const body = JSON.stringify(report(1, { applied: applied({ effective: { x: '@' } }) }))
    const answer = await post('report', body.replace('"@"', '['.repeat(100_000) + ']'.repeat(100_000)))
    expect(answer.status).toBe(400)
  })

  test.each(['machineId', 'agentVersion', 'driver'])('an enrolment with a NUL in its %s', async (field) => {
    const input = {
      v: 1,
      token: 'none',
      machineId: 'machine-of-nobody',
      agentVersion: '1',
      driver: 'simulated',
      facts: { name: 'NOBODY', os: { family: 'linux', version: '13' } },
    }
    await expectBadInput(await post('enroll', { ...input, [field]: `${NUL}-12345678` }), field)
  })

  test('a check-in that counts past 32 bits', async () => {
    const answer = await post('checkIn', { v: 1, boot: 'boot-0001', seq: 2 ** 31 })
    await expectBadInput(answer, 'seq')
  })

  test('the host goes on with the next sound report', async () => {
    const answer = await post('report', report(1, { opened: [openSession(1)] }))
    expect(await answer.json()).toEqual({ result: { data: { ack: 1 } } })
  })
})
