import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { diskStorage } from './disk'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vipfarm-disk-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the state directory', () => {
  test('is made private, with the directories above it', async () => {
    const storage = await diskStorage(join(root, 'a', 'b'))
    await storage.writeAtomic('x', 'text')
    expect(await storage.read('x')).toBe('text')
  })

  test.each([0o777, 0o770, 0o1777])('is refused when others may write to it: mode %o', async (mode) => {
    const open = join(root, 'open')
    mkdirSync(open)
    chmodSync(open, mode)
    await expect(diskStorage(open)).rejects.toThrow('others may write to it')
  })
})
