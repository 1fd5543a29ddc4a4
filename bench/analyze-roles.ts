/** The two readers of the bench `analyze`, each in a process of its own, so that memory is its own too. */

import { createReadStream } from 'node:fs'
import { KNOWN_PROGRAMS } from '~/domain/catalogue/known-programs'
import { Discovery } from '~/domain/discovery'
import { Collector } from '~/formats/captures/collect'
import { observationOf } from '~/formats/captures/observe'
import { CaptureFile } from '~/formats/captures/read-capture'
import type { AnalyzeRun } from './analyze'
import { serveRole } from './child'

const chunksOf = (file: string) => createReadStream(file, { highWaterMark: 256 * 1024 })

export async function serveAnalyze(): Promise<void> {
  serveRole({ run: ({ file }: { file: string }) => timed(() => analyzeFile(file)) }, async () => {})
}

export async function serveSplitLines(): Promise<void> {
  serveRole({ run: ({ file }: { file: string }) => timed(() => splitFile(file)) }, async () => {})
}

async function timed(work: () => Promise<number>): Promise<AnalyzeRun> {
  const began = performance.now()
  const rows = await work()
  const seconds = (performance.now() - began) / 1_000
  return { rows, seconds, peakMebibytes: process.resourceUsage().maxRSS / 1_024 }
}

async function analyzeFile(path: string): Promise<number> {
  const discovery = new Discovery({ catalogue: KNOWN_PROGRAMS })
  const capture = discovery.capture({ name: path, family: 'windows' })
  let rows = 0
  const collector = new Collector({
    row: (row) => {
      rows++
      discovery.observe(observationOf(row, capture))
    },
  })
  const file = new CaptureFile(collector)
  for await (const chunk of chunksOf(path)) file.push(chunk as Uint8Array)
  const outcome = file.end()
  const judged = discovery.finish()
  if ('refused' in outcome) throw new Error(outcome.refused)
  if (!judged.ok) throw new Error(judged.problem.rule)
  return rows
}

async function splitFile(path: string): Promise<number> {
  const decoder = new TextDecoder()
  let rest = ''
  let lines = 0
  for await (const chunk of chunksOf(path)) {
    const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    lines += parts.length
  }
  return lines
}
