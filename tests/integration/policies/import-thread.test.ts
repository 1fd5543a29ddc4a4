import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NO_NAMES } from '~/formats/import/import-result'
import { readImport } from '~/server/services/policies/read-import'
import { type BundledThread, bundleThread } from '~/tests/support/bundled-thread'

let bundled: BundledThread
let thread: URL
beforeAll(async () => {
  bundled = await bundleThread('server/services/policies/import-worker.ts')
  thread = bundled.url
})
afterAll(() => bundled.remove())

const list = (bytes: number) => {
  const lines: string[] = []
  for (let size = 0, at = 0; size < bytes; at += 1) {
    const line = `<Value>program${at}.exe</Value>`
    lines.push(line)
    size += line.length
  }
  return lines.join('')
}
const policy = (at: number) =>
  `<Policy><PolicyName>P${at}</PolicyName><Enabled>True</Enabled><Priority>${at}</Priority><Settings><Setting>` +
  `<Name>VirtualLoopbackPrograms</Name><State>Enabled</State><Values>${list(40_000)}</Values></Setting></Settings></Policy>`
const job = (end = '</Computer></Policies>') => {
  const policies = Array.from({ length: 20 }, (_, at) => policy(at + 1)).join('')
  const text = `<Policies xmlns="PolicyData.xsd"><Computer>${policies}${end}`
  return { files: [{ name: 'farm.xml', bytes: Buffer.from(text) }], options: { names: NO_NAMES } }
}

describe('a large import', () => {
  it('is read on a thread of its own to the same answer, while everybody else is served', async () => {
    let served = 0
    const others = setInterval(() => {
      served += 1
    }, 1)
    const read = await readImport(job(), thread)
    clearInterval(others)
    expect(served).toBeGreaterThan(0)
    const here = await readImport(job(), null)
    expect(here.ok && here.policies).toHaveLength(20)
    expect(read).toEqual(here)
  })

  it('that is damaged is refused with its place, and the next one is read', async () => {
    const [damaged, whole] = await Promise.all([readImport(job('<'), thread), readImport(job(), thread)])
    expect(damaged).toMatchObject({ ok: false, problems: [{ file: 'farm.xml', line: 1 }] })
    expect(whole.ok).toBe(true)
  })
})
