/** The bare reader of the bench `analyze`, in a process of its own, so that memory is its own too. */

import { createReadStream } from 'node:fs'
import type { AnalyzeRun } from './analyze-command'
import { serveRole } from './child'
import { peakMebibytes } from './peak-memory'

export async function serveSplitLines(): Promise<void> {
  serveRole({ run: ({ file }: { file: string }) => timed(() => splitFile(file)) }, async () => {})
}

async function timed(work: () => Promise<number>): Promise<AnalyzeRun> {
  const began = performance.now()
  const rows = await work()
  const seconds = (performance.now() - began) / 1_000
  return { rows, seconds, peakMebibytes: peakMebibytes() }
}

async function splitFile(path: string): Promise<number> {
  const decoder = new TextDecoder()
  let rest = ''
  let lines = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    lines += parts.length
  }
  return lines
}
