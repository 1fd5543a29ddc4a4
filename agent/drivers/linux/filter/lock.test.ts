import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withLock, withLockAnd } from './lock'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vipfarm-lock-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

describe.runIf(process.platform === 'linux')('the lock of the filter', () => {
  /** How many of eight that want it at once work at the same time, at most. */
  async function mostAtOnce(path: string): Promise<number> {
    let inside = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++inside)
      await new Promise(setImmediate)
      inside--
    }
    await Promise.all(Array.from({ length: 8 }, () => withLock(path, work)))
    return most
  }

  test('one works at a time, and the lock goes with the work, also after an error', async () => {
    const path = join(directory, 'lock')
    expect(await mostAtOnce(path)).toBe(1)
    await expect(withLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await mostAtOnce(path)).toBe(1)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test("the lock's own process becomes a command for the work and starts another, which keep no lock", async () => {
    const path = join(directory, 'then')
    const commands = (script: string) => ({ beside: 'cat', becomes: ['sh', '-c', script] })
    const written = join(directory, 'written')
    const into = commands(`cat > ${written}`)
    const unused = await withLockAnd(path, into, async (successor, beside) => ({ successor, beside }))
    await withLock(path, async () => undefined)
    await unused.successor.finish('')
    expect((await stat(written)).size).toBe(0)
    expect(await text(unused.beside.stdout)).toBe('')
    // Neither waits for the other.
    const told = withLockAnd(path, into, async (successor, beside) => {
      await successor.finish('told')
      beside.stdin.end('and told')
      return text(beside.stdout)
    })
    expect(await told).toBe('and told')
    expect((await stat(written)).size).toBe(4)
    const failing = withLockAnd(path, commands('cat >&2; exit 3'), (successor) => successor.finish('broken'))
    await expect(failing).rejects.toThrow('broken')
    const missing = { beside: '/no/such/command', becomes: ['/no/such/command'] }
    const complaint = await withLockAnd(path, missing, async (_, { stderr }) => text(stderr))
    expect(complaint).toContain('not found')
    expect(await mostAtOnce(path)).toBe(1)
  })

  test('a lock whose holder is killed is taken over by one of those who wait', async () => {
    const path = join(directory, 'killed')
    const holder = spawn('flock', ['-x', path, 'sh', '-c', 'echo held; exec sleep 60'], { detached: true })
    await once(holder.stdout, 'data')
    const waiting = mostAtOnce(path)
    process.kill(-(holder.pid as number), 'SIGKILL')
    expect(await waiting).toBe(1)
  })
})
