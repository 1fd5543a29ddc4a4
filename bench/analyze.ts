/** A capture of a million rows, parsed and classified, beside a bare loop that only splits the same file into lines. */

import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnalyzeRun, runAnalyze, runAnalyzeJson } from './analyze-command'
import { startRole } from './child'
import { type BenchResult, median } from './result'

const RUNS = 5
const BAR_SECONDS = 10
/** 300 MB, in MiB. */
const BAR_MEBIBYTES = 300e6 / 2 ** 20
const PROGRAMS = 300
const PROCESSES = 6_000

export async function analyze(options: Record<string, string>): Promise<BenchResult> {
  const rows = rowsOf(options.rows)
  const folder = await mkdtemp(join(tmpdir(), 'vipfarm-bench-'))
  try {
    const file = join(folder, 'netstat-anob.txt')
    const bytes = await writeCapture(file, rows)
    const ours: AnalyzeRun[] = []
    const bare: AnalyzeRun[] = []
    for (let run = 0; run < RUNS; run++) {
      ours.push(await runAnalyze(file))
      bare.push(await splitLines(file))
    }
    return resultOf({ rows, bytes, ours, bare, json: await runAnalyzeJson(file) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Measured {
  rows: number
  bytes: number
  ours: AnalyzeRun[]
  bare: AnalyzeRun[]
  json: Awaited<ReturnType<typeof runAnalyzeJson>>
}

function resultOf({ rows, bytes, ours, bare, json }: Measured): BenchResult {
  const wrong = ours.find((run) => run.rows !== rows)
  if (wrong) throw new Error(`${rows} rows were written, ${wrong.rows} were read`)
  const seconds = median(ours.map((run) => run.seconds))
  const splitSeconds = median(bare.map((run) => run.seconds))
  const peakMebibytes = Math.max(...ours.map((run) => run.peakMebibytes))
  const memory = Math.max(peakMebibytes, json.peakMebibytes)
  const over = [
    ...(seconds > BAR_SECONDS ? [`it took ${seconds} s, which is over the bar of ${BAR_SECONDS} s`] : []),
    ...(memory > BAR_MEBIBYTES ? [`it held ${memory} MiB, over the bar of ${BAR_MEBIBYTES} MiB`] : []),
  ]
  return {
    bench: 'analyze',
    figures: {
      rows,
      fileMebibytes: bytes / 2 ** 20,
      seconds,
      rowsPerSecond: rows / seconds,
      worstSeconds: Math.max(...ours.map((run) => run.seconds)),
      peakMebibytes,
      jsonSeconds: json.seconds,
      jsonMebibytes: json.bytes / 2 ** 20,
      jsonPeakMebibytes: json.peakMebibytes,
    },
    limits: {
      barSeconds: BAR_SECONDS,
      barMebibytes: BAR_MEBIBYTES,
      splitSeconds,
      splitRowsPerSecond: rows / splitSeconds,
      splitPeakMebibytes: Math.max(...bare.map((run) => run.peakMebibytes)),
    },
    ratios: {
      analyze: splitSeconds / seconds,
      secondsToBar: seconds / BAR_SECONDS,
      memoryToBar: memory / BAR_MEBIBYTES,
    },
    notes: [
      'ours: the command itself, with its start; json: --json, which prints every row as well',
      ...over,
    ],
  }
}

function rowsOf(text = '1000000'): number {
  const rows = Number(text)
  if (Number.isInteger(rows) && rows >= 1_000 && rows <= 10_000_000) return rows
  throw new Error(`--rows: ${JSON.stringify(text)}: give a whole number from 1000 to 10000000`)
}

async function splitLines(file: string): Promise<AnalyzeRun> {
  const child = startRole('split-lines')
  try {
    return await child.ask<AnalyzeRun>('run', { file })
  } finally {
    await child.stop()
  }
}

/** A capture as `netstat -anob` prints it: a row, then the program that owns it. @returns its bytes. */
async function writeCapture(path: string, rows: number): Promise<number> {
  const file = await open(path, 'w')
  let bytes = 0
  let piece =
    '\r\nActive Connections\r\n\r\n  Proto  Local Address          Foreign Address        State           PID\r\n'
  for (let row = 0; row < rows; row++) {
    piece += rowText(row)
    if (piece.length > 256 * 1024 || row === rows - 1) {
      bytes += (await file.write(piece)).bytesWritten
      piece = ''
    }
  }
  await file.close()
  return bytes
}

// A fifth listens, a third talks over the loopback address, the rest goes out or is UDP.
function rowText(row: number): string {
  const process = row % PROCESSES
  const program = process % PROGRAMS
  const port = 5_000 + program
  const picked = 49_152 + (row % 16_000)
  const kind = row % 10
  const [protocol, local, remote, state] =
    kind < 2
      ? ['TCP', `127.0.0.1:${port}`, '0.0.0.0:0', 'LISTENING']
      : kind < 5
        ? ['TCP', `127.0.0.1:${picked}`, `127.0.0.1:${port + 1}`, 'ESTABLISHED']
        : kind < 9
          ? ['TCP', `10.0.2.15:${picked}`, `198.51.100.${row % 250}:443`, 'ESTABLISHED']
          : ['UDP', `0.0.0.0:${5_000 + (row % 3_000)}`, '*:*', '']
  const cells = [
    protocol?.padEnd(6),
    local?.padEnd(22),
    remote?.padEnd(22),
    state?.padEnd(15),
    1_000 + process * 4,
  ]
  return `  ${cells.join(' ')}\r\n [program${program}.exe]\r\n`
}
