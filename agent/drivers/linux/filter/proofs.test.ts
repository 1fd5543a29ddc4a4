import { expect, test } from 'vitest'
import { FakeClock } from '~/tests/agent/support/fake-clock'
import type { FilteredSession } from './filter-files'
import { Proofs } from './proofs'

const session = (id: number): FilteredSession => ({
  ...{ v: 1, id, logonAt: '2026-01-01T00:00:00.000Z', own: null, vip: null, vipDevice: null },
})

function lab(ok = true) {
  const clock = new FakeClock()
  const asked: number[] = []
  const proofs = new Proofs(clock, async ({ id }) => {
    asked.push(id)
    return { session: id, ok, checks: [{ what: 'bind 127.0.0.1', wanted: 'a', found: 'b', ok }] }
  })
  const look = async (sessions: FilteredSession[], list = 'list') => {
    proofs.keepFresh(sessions, list, () => undefined)
    await proofs.settled()
  }
  return { clock, asked, proofs, look }
}

test('each session is proved once, one at a time, and again when its list or its address changes', async () => {
  const { clock, asked, proofs, look } = lab()
  const both = [session(1), session(2)]
  await look(both)
  await look(both)
  expect(asked).toEqual([1])
  await clock.advance(5_000)
  await look(both)
  await clock.advance(5_000)
  await look(both)
  expect(asked).toEqual([1, 2])
  expect(proofs.of(session(1), 'list')).toMatchObject({ ok: true, wrong: [] })
  expect(proofs.of(session(1), 'another list')).toBeUndefined()
  await look([session(1), { ...session(2), vip: '10.77.0.2' }])
  expect(asked).toEqual([1, 2, 2])
})

test.each([
  [true, 3_600_000],
  [false, 60_000],
])('one whose result is %s is repeated after %d ms', async (ok, ms) => {
  const { clock, asked, look } = lab(ok)
  await look([session(1)])
  await clock.advance(ms - 1)
  await look([session(1)])
  expect(asked).toEqual([1])
  await clock.advance(1)
  await look([session(1)])
  expect(asked).toEqual([1, 1])
})

test('a self-test that fails names what is wrong', async () => {
  const { proofs, look } = lab(false)
  await look([session(7)])
  expect(proofs.of(session(7), 'list')).toMatchObject({ ok: false, wrong: ['bind 127.0.0.1'] })
})
