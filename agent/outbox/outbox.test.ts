import { describe, expect, it } from 'vitest'
import { silentLog } from '../log'
import { memoryStorage } from '../storage/memory'
import { OUTBOX_FILE, Outbox } from './outbox'

const draft = (id = 1) => ({
  v: 1,
  at: '2026-03-01T08:00:00.000Z',
  full: false,
  opened: [],
  closed: [{ id, logonAt: '2026-03-01T07:00:00.000Z', endedAt: '2026-03-01T08:00:00.000Z' }],
})
const open = (files: Map<string, string>, boot = 'boot-0001', limits?: { reports: number; bytes: number }) =>
  Outbox.open(memoryStorage(files), boot, silentLog, limits)

describe('Outbox', () => {
  it('numbers reports from 1 in a boot and keeps them until they are acknowledged', async () => {
    const outbox = await open(new Map())
    await outbox.add(draft())
    await outbox.add(draft())
    expect(outbox.reports.map((report) => report.seq)).toEqual([1, 2])
    await outbox.acknowledge(1)
    expect(outbox.head?.seq).toBe(2)
    expect([outbox.acked, outbox.last]).toEqual([1, 2])
  })

  it('has the same reports after a restart of the agent, and goes on counting', async () => {
    const files = new Map<string, string>()
    const before = await open(files)
    for (let count = 0; count < 3; count++) await before.add(draft(count))
    await before.acknowledge(1)
    const after = await open(files)
    expect(after.reports).toEqual(before.reports)
    await after.add(draft())
    expect(after.last).toBe(4)
  })

  it('has what was added while its file was written anew, and until then what was cleared', async () => {
    const files = new Map<string, string>()
    const storage = memoryStorage(files)
    let gate = Promise.resolve()
    const slow = {
      ...storage,
      // The text is fixed when the writing begins, and takes the place of the file when it ends.
      writeAtomic: (name: string, text: string) => gate.then(() => storage.writeAtomic(name, text)),
    }
    const before = await Outbox.open(slow, 'boot-0001', silentLog)
    await before.add(draft(1))
    before.clear()
    expect((await open(files)).reports.map((report) => report.seq)).toEqual([1])
    let end = () => {}
    gate = new Promise((resolve) => {
      end = resolve
    })
    const rewriting = before.add(draft(2))
    await new Promise(setImmediate)
    const meanwhile = before.add(draft(3))
    await new Promise(setImmediate)
    end()
    await Promise.all([rewriting, meanwhile])
    expect((await open(files)).reports.map((report) => report.seq)).toEqual([2, 3])
  })

  it('goes on counting after a restart with nothing waiting', async () => {
    const files = new Map<string, string>()
    const before = await open(files)
    await before.add(draft())
    await before.acknowledge(1)
    const after = await open(files)
    expect([after.size, after.acked, after.last]).toEqual([0, 1, 1])
  })

  it('starts again at 1 after a boot', async () => {
    const files = new Map<string, string>()
    await (await open(files, 'boot-0001')).add(draft())
    const after = await open(files, 'boot-0002')
    expect([after.size, after.last]).toEqual([0, 0])
  })

  it('loses at most the line that a crash tore', async () => {
    const files = new Map<string, string>()
    const before = await open(files)
    await before.add(draft())
    await before.add(draft())
    files.set(OUTBOX_FILE, (files.get(OUTBOX_FILE) ?? '').slice(0, -20))
    expect((await open(files)).reports.map((report) => report.seq)).toEqual([1])
  })

  it('goes on from the server’s count when its own was lost', async () => {
    const outbox = await open(new Map())
    await outbox.add(draft())
    await outbox.acknowledge(40)
    await outbox.add(draft())
    expect(outbox.head?.seq).toBe(41)
  })

  it('says when it is overfull, and is empty after it was cleared', async () => {
    const outbox = await open(new Map(), 'boot-0001', { reports: 2, bytes: 1e6 })
    for (let count = 0; count < 3; count++) await outbox.add(draft())
    expect(outbox.overfull).toBe(true)
    outbox.clear()
    expect([outbox.size, outbox.overfull, outbox.last]).toEqual([0, false, 3])
  })

  it('keeps its file small however many reports pass through it', async () => {
    const files = new Map<string, string>()
    const outbox = await open(files)
    for (let seq = 1; seq <= 2_000; seq++) {
      await outbox.add(draft())
      await outbox.acknowledge(seq)
    }
    expect(files.get(OUTBOX_FILE)?.length).toBeLessThan(100 * 1024)
  })

  it('mends text that no server could store, so that one odd name never blocks what follows', async () => {
    const outbox = await open(new Map())
    await outbox.add({ ...draft(), agentVersion: 'cut\ud83d and\0' })
    expect(outbox.head?.agentVersion).toBe('cut\u{fffd} and\u{fffd}')
  })

  it('keeps reports in memory when the disk is full', async () => {
    const full = {
      ...memoryStorage(),
      append: () => Promise.reject(new Error('ENOSPC: no space left on device')),
    }
    const outbox = await Outbox.open(full, 'boot-0001', silentLog)
    await outbox.add(draft())
    expect(outbox.head?.seq).toBe(1)
  })
})
