import { describe, expect, test } from 'vitest'
import { readRecord } from './record'

const sound = {
  v: 1,
  id: 7,
  user: 'ana',
  pid: 4711,
  startTime: '12345',
  boot: 'boot',
  logonAt: '2026-03-01T08:00:00.000Z',
  program: 'sleep',
}

describe('a session record', () => {
  test('is read back as it was written', () => {
    expect(readRecord(JSON.stringify(sound))).toEqual(sound)
  })

  test.each([
    { id: 0 },
    { id: 2 ** 24 },
    { id: 1.5 },
    { user: '' },
    { user: 'a\0b' },
    { user: 'x'.repeat(257) },
    { logonAt: '0000-01-01T00:00:00.000Z' },
    { logonAt: '+275760-01-01T00:00:00.000Z' },
    { logonAt: 'yesterday' },
    { pid: '4711' },
    { v: 2 },
  ])('that no launcher writes is none, so that the server never refuses what it tells: %j', (more) => {
    expect(readRecord(JSON.stringify({ ...sound, ...more }))).toBeNull()
  })
})
