import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withLock } from './lock'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vipfarm-lock-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('one works at a time, and the lock goes with the last, also after an error', async () => {
  const path = join(directory, 'lock')
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise(setImmediate)
    inside--
  }
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, work)))
  await expect(withLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(most).toBe(1)
  expect(await readdir(directory)).toEqual([])
})

test.runIf(process.platform === 'linux')(
  'a lock whose holder is gone is taken over by one of those who wait',
  async () => {
    const path = join(directory, 'stale')
    await writeFile(path, '4194304 1')
    let inside = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++inside)
      await new Promise(setImmediate)
      inside--
    }
    await Promise.all(Array.from({ length: 8 }, () => withLock(path, work)))
    expect(most).toBe(1)
  },
)
