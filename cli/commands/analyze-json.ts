/** `vipfarm analyze --json`: one line, written piece by piece, so that a million rows need no memory. */

import { once } from 'node:events'
import type { DiscoveryResult } from '~/domain/discovery'
import type { Finding } from '~/domain/discovery/finding'
import type { Observation } from '~/domain/discovery/observation'
import type { SkippedLine } from '~/formats/captures/collect'
import type { CaptureRow } from '~/formats/captures/model'
import type { CliIo } from '../io'
import { eachRow, eachSkipped, type ReadFile } from './analyze-run'
import { inertJson } from './inert'

const PIECE = 64 * 1024
/** By so many lines at most a line without a row is told after those that follow it. */
const TOLD_LATE = 5_000

export async function printJson(
  files: ReadFile[],
  { findings, notes }: DiscoveryResult,
  io: CliIo,
): Promise<void> {
  const out = new Pieces(io)
  out.write('{"files":[')
  for (const [at, file] of files.entries()) {
    if (at > 0) out.write(',')
    await printFile(file, out)
  }
  const captures = files.filter(({ input }) => !input.isSide).map(({ input }) => input.name)
  out.write(`],"findings":${inertJson(findings.map((finding) => findingJson(finding, captures)))}`)
  if (notes.length > 0) out.write(`,"notes":${inertJson(notes)}`)
  out.write('}\n')
  out.flush()
}

async function printFile(file: ReadFile, out: Pieces): Promise<void> {
  const { input, facts, collector, named } = file
  out.write(`{"file":${inertJson(input.name)},"format":${inertJson(facts.format)}`)
  if (facts.locale !== undefined) out.write(`,"locale":${inertJson(facts.locale)}`)
  out.write(',"rows":[')
  let first = true
  const print = (row: CaptureRow) => {
    out.write(first ? inertJson(rowJson(row)) : `,${inertJson(rowJson(row))}`)
    first = false
  }
  await eachRow(file, print, () => out.ready())
  out.write('],"skipped":')
  if (collector.skipped.isWhole) out.write(inertJson(collector.skipped.list()))
  else await printSkipped(file, out)
  out.write(`,"notes":${inertJson(collector.ownNotes())}`)
  if (input.isSide) out.write(`,"named":${named}`)
  out.write('}')
}

/** More lines without a row than are kept: they are read once more, and put in order a few at a time. */
async function printSkipped(file: ReadFile, out: Pieces): Promise<void> {
  let waiting: SkippedLine[] = []
  let first = true
  const flush = (count: number) => {
    waiting.sort((one, other) => one.line - other.line)
    for (const one of waiting.slice(0, count)) {
      out.write(first ? inertJson(one) : `,${inertJson(one)}`)
      first = false
    }
    waiting = waiting.slice(count)
  }
  out.write('[')
  const hold = (line: number, reason: string) => {
    if (waiting.push({ line, reason }) >= 2 * TOLD_LATE) flush(TOLD_LATE)
  }
  await eachSkipped(file, hold, () => out.ready())
  flush(waiting.length)
  out.write(']')
}

/** A row with its members in a fixed order; what was not printed is absent. */
export function rowJson({
  line,
  protocol,
  process,
  pid,
  state,
  listening,
  local,
  remote,
}: CaptureRow): object {
  return { line, protocol, process, pid, state, listening, local, remote }
}

function findingJson(finding: Finding, captures: readonly string[]): object {
  return { ...finding, evidence: finding.evidence.map((row) => evidenceJson(row, captures)) }
}

function evidenceJson({ capture, program, ...row }: Observation, captures: readonly string[]): object {
  const { line, protocol, pid, state, listening, local, remote, session, user, host } = row
  return {
    file: captures[capture],
    line,
    protocol,
    process: program,
    pid,
    state,
    listening,
    local,
    remote,
    session,
    user,
    host,
  }
}

class Pieces {
  private waiting = ''

  constructor(private readonly io: CliIo) {}

  write(text: string): void {
    this.waiting += text
    if (this.waiting.length >= PIECE) this.flush()
  }

  flush(): void {
    this.io.stdout(this.waiting)
    this.waiting = ''
  }

  /** Waits for a reader that is slower: what it has not taken would lie in memory. */
  async ready(): Promise<void> {
    if (this.io.output.writableNeedDrain) await once(this.io.output, 'drain')
  }
}
