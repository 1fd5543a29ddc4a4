import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../storage/memory'
import type { Storage } from '../storage/storage'
import { FIRST_SEEN_FILE, FirstSeen } from './first-seen'

const AT = Date.parse('2026-05-03T14:00:00.000Z')
const LATER = AT + 60_000
const iso = (at: number) => new Date(at).toISOString()

async function seenOnce(storage: Storage): Promise<void> {
  const seen = await FirstSeen.open(storage, 'boot-1')
  expect(seen.of('7@logon', ['computed 127.0.0.8'], AT)).toEqual([iso(AT)])
  await seen.save()
}

describe('since when an address is seen', () => {
  it('is the same for the next agent of one boot', async () => {
    const storage = memoryStorage()
    await seenOnce(storage)
    const next = await FirstSeen.open(storage, 'boot-1')
    expect(next.of('7@logon', ['computed 127.0.0.8', 'observed 127.0.0.8'], LATER)).toEqual([
      iso(AT),
      iso(LATER),
    ])
  })

  it('begins anew in another boot, and after an end that was written down', async () => {
    const storage = memoryStorage()
    await seenOnce(storage)
    const rebooted = await FirstSeen.open(storage, 'boot-2')
    expect(rebooted.of('7@logon', ['computed 127.0.0.8'], LATER)).toEqual([iso(LATER)])
    const same = await FirstSeen.open(storage, 'boot-1')
    same.keepOnly(new Set())
    await same.save()
    const next = await FirstSeen.open(storage, 'boot-1')
    expect(next.of('7@logon', ['computed 127.0.0.8'], LATER)).toEqual([iso(LATER)])
  })

  it.each([
    '',
    '{"boot":"boot-1"',
    '{"boot":"boot-1","sessions":7}',
    '{"boot":"boot-1","sessions":{"7@logon":{"computed 127.0.0.8":"soon"}}}',
  ])('is now where the file says %j', async (text) => {
    const storage = memoryStorage()
    await storage.writeAtomic(FIRST_SEEN_FILE, text)
    const seen = await FirstSeen.open(storage, 'boot-1')
    expect(seen.of('7@logon', ['computed 127.0.0.8'], AT)).toEqual([iso(AT)])
  })
})
