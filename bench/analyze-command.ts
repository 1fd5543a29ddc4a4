/** `vipfarm analyze FILE` as people run it: a process of its own, from its start to its end. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { peakIn } from './peak-memory'

const COMMAND = 'scripts/vipfarm.mjs'
/** Tells, when the command ends, what the kernel says of it: by a pipe of its own. */
const TELL_STATUS = `data:text/javascript,${encodeURIComponent(
  "import { readFileSync, writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, readFileSync('/proc/self/status')))",
)}`

/** What one run took. `peakMebibytes` is the most memory that its process ever held. */
export interface AnalyzeRun {
  rows: number
  seconds: number
  peakMebibytes: number
}

/** The report for people. */
export async function runAnalyze(file: string): Promise<AnalyzeRun> {
  const { told, ...run } = await runCommand([file], text)
  return { rows: Number(/, (\d+) sockets?, 0 rejected/.exec(told)?.[1]), ...run }
}

/** Every row and finding as JSON, which is only counted. */
export async function runAnalyzeJson(file: string): Promise<Omit<AnalyzeRun, 'rows'> & { bytes: number }> {
  const { told, ...run } = await runCommand([file, '--json'], countBytes)
  return { bytes: told, ...run }
}

async function runCommand<T>(args: string[], take: (output: NodeJS.ReadableStream) => Promise<T>) {
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', TELL_STATUS, COMMAND, 'analyze', ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const ended = once(child, 'exit')
  const status = text(child.stdio[3] as NodeJS.ReadableStream)
  const told = await take(child.stdout as NodeJS.ReadableStream)
  const [code] = await ended
  const seconds = (performance.now() - began) / 1_000
  if (code !== 0) throw new Error(`vipfarm analyze ended with ${code}`)
  return { told, seconds, peakMebibytes: peakIn(await status) }
}

async function countBytes(output: NodeJS.ReadableStream): Promise<number> {
  let bytes = 0
  for await (const chunk of output) bytes += chunk.length
  return bytes
}
