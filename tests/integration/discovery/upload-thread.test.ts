import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readUpload } from '~/server/services/discovery/read-upload'
import { type BundledThread, bundleThread } from '~/tests/support/bundled-thread'
import { netstatOf } from '~/tests/support/captures'

let bundled: BundledThread
let thread: URL
beforeAll(async () => {
  bundled = await bundleThread('server/services/discovery/capture-worker.ts')
  thread = bundled.url
})
afterAll(() => bundled.remove())

/** Pieces of one buffer, as a connection hands them on. */
async function* inPieces(text: string, size = 1_000): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('an upload', () => {
  it('is read on a thread of its own to the same answer', async () => {
    const text = netstatOf('ringer.exe', 4100, 5060) + netstatOf('caller.exe', 4200, 5061).repeat(50)
    const read = await readUpload('one.txt', inPieces(text), thread)
    expect(read).toMatchObject({ format: 'netstat-windows', rows: 153, rejected: 0, bytes: text.length })
    expect(read).toEqual(await readUpload('one.txt', inPieces(text), null))
  })

  it.each([
    ['what is no capture', 'Dear colleague,\n', 'no line of it has the shape'],
    ['nothing', '', 'it is empty'],
  ])('%s is refused from there with the same words', async (_, text, why) => {
    const said = async (place: URL | null) =>
      readUpload('odd.txt', inPieces(text), place).catch(({ code, message, problems }) => [
        code,
        message,
        problems,
      ])
    const there = await said(thread)
    expect(there).toEqual(['bad-input', expect.stringContaining(why), expect.any(Array)])
    expect(there).toEqual(await said(null))
  })

  it('that breaks off ends its thread, and a thread that cannot start is an error, not a silence', async () => {
    async function* broken(): AsyncIterable<Uint8Array> {
      yield Buffer.from(netstatOf('ringer.exe', 4100, 5060))
      throw new Error('cut off')
    }
    await expect(readUpload('one.txt', broken(), thread)).rejects.toThrow('cut off')
    const nowhere = new URL('./nowhere.mjs', thread)
    await expect(readUpload('one.txt', inPieces('x'), nowhere)).rejects.toThrow(/nowhere/)
  })
})
