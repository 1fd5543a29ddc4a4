/** The work behind `vipfarm analyze`: read the lists, then the captures, judge, and print. */

import { KNOWN_PROGRAMS } from '~/domain/catalogue/known-programs'
import { Discovery, type DiscoveryResult } from '~/domain/discovery'
import { inert } from '~/domain/inert-text'
import { problemText } from '~/domain/result'
import { Collector, REJECTED } from '~/formats/captures/collect'
import type { CaptureRow, CaptureSink } from '~/formats/captures/model'
import { familyOf, observationOf } from '~/formats/captures/observe'
import { type CaptureFacts, CaptureFile } from '~/formats/captures/read-capture'
import { Joined, SideData } from '~/formats/captures/side-data'
import { CliError, type CliIo } from '../io'
import type { AnalyzeOptions } from './analyze'
import { type InputFile, openInput } from './analyze-input'
import { printJson } from './analyze-json'
import { printReport } from './analyze-report'

/** Lines of a list: no sockets, and not lost. */
const NAMES_PROCESS = 'names a process'
const NAMES_SESSION = 'names a session'

/** One file as it was read: everything but its rows. */
export interface ReadFile {
  input: InputFile
  facts: CaptureFacts
  rows: number
  collector: Collector
  /** Processes and sessions that a list named. */
  named: number
  side: SideData
}

/** @throws CliError when a file cannot be read or is no capture, and when captures are of two machines. */
export async function runAnalyze(paths: string[], options: AnalyzeOptions, io: CliIo): Promise<void> {
  const inputs: InputFile[] = []
  try {
    for (const path of paths) inputs.push(await openInput(path, io))
    await analyzeInputs(inputs, options, io)
  } finally {
    for (const input of inputs) await input.close()
  }
}

async function analyzeInputs(inputs: InputFile[], options: AnalyzeOptions, io: CliIo): Promise<void> {
  const refused = inputs.flatMap(({ name, refused }) =>
    refused === undefined ? [] : [`${inert(name)}: ${refused}`],
  )
  if (refused.length > 0) throw new CliError(refused)
  const once = options.json ? inputs.filter(({ isOnce }) => isOnce) : []
  if (once.length > 0) {
    throw new CliError(
      once.map(
        ({ name }) =>
          `${inert(name)}: --json reads a capture twice, and a pipe of over 16 MB can be read only once. Save it to a file first.`,
      ),
    )
  }
  const side = new SideData()
  const discovery = new Discovery({
    listed: options.listed,
    catalogue: KNOWN_PROGRAMS,
    oneMachine: options.oneMachine,
  })
  const read = new Map<InputFile, ReadFile>()
  for (const input of inputs.filter(({ isSide }) => isSide)) read.set(input, await readList(input, side))
  for (const input of inputs.filter(({ isSide }) => !isSide))
    read.set(input, await readCapture(input, side, discovery))
  const files = inputs.flatMap((input) => read.get(input) ?? [])
  const judged = judge(discovery)
  if (options.json) await printJson(files, judged, io)
  else printReport(files, judged, io)
}

function judge(discovery: Discovery): DiscoveryResult {
  const judged = discovery.finish()
  if (judged.ok) return judged.value
  const { problem } = judged
  const hint = /whose address changed/.test(problem.mend)
  throw new CliError([
    inert(problemText(problem), 2_000),
    ...(hint ? ['If it is one machine whose address changed, say --one-machine.'] : []),
  ])
}

async function readList(input: InputFile, side: SideData): Promise<ReadFile> {
  let named = 0
  const collector = new Collector({
    row: () => {},
    process: (line, process) => {
      named++
      collector.skip(line, NAMES_PROCESS)
      side.addProcess(process)
    },
    session: (line, session) => {
      named++
      collector.skip(line, NAMES_SESSION)
      side.addSession(session)
    },
  })
  const facts = await readThrough(input, collector)
  if (side.doubts > 0)
    collector.note(`${side.doubts} process ids have other names in another list: they name nothing.`)
  return { input, facts, rows: 0, collector, named, side }
}

async function readCapture(input: InputFile, side: SideData, discovery: Discovery): Promise<ReadFile> {
  const family = familyOf(input.format, input.headText)
  const capture = discovery.capture({ name: input.name, family })
  const joined = new Joined(side, family)
  let rows = 0
  const collector = new Collector({
    row: (row) => {
      rows++
      discovery.observe(observationOf(joined.join(row), capture))
    },
  })
  const facts = await readThrough(input, collector)
  const contradiction = joined.contradiction()
  if (contradiction !== null) {
    throw new CliError([
      inert(
        `${input.name}: the process list is of another machine or moment: ${contradiction}. Take both at once.`,
      ),
    ])
  }
  const note = joined.note()
  if (note !== undefined) collector.note(note)
  return { input, facts, rows, collector, named: 0, side }
}

/** Reads a file once more, for its rows; `ready` is waited for now and then. */
export async function eachRow(
  { input, side, facts }: ReadFile,
  row: (row: CaptureRow) => void,
  ready: () => Promise<void>,
): Promise<void> {
  const joined = new Joined(side, familyOf(facts.format, input.headText))
  await readThrough(input, new Collector({ row: (found) => row(joined.join(found)) }), ready)
}

/** Reads a file once more, for the lines that are no row: in order, but for lines that are told late. */
export async function eachSkipped(
  { input }: ReadFile,
  skipped: (line: number, reason: string) => void,
  ready: () => Promise<void>,
): Promise<void> {
  const ignore = () => {}
  const sink: CaptureSink = {
    ...{ row: ignore, note: ignore },
    process: (line) => skipped(line, NAMES_PROCESS),
    session: (line) => skipped(line, NAMES_SESSION),
    skip: skipped,
    reject: (line, reason) => skipped(line, REJECTED + reason),
  }
  await readThrough(input, sink, ready)
}

async function readThrough(
  input: InputFile,
  sink: CaptureSink,
  ready = async () => {},
): Promise<CaptureFacts> {
  const file = new CaptureFile(sink)
  for await (const chunk of input.chunks()) {
    file.push(chunk)
    await ready()
  }
  const outcome = file.end()
  if ('refused' in outcome) throw new CliError([`${inert(input.name)}: ${outcome.refused}.`])
  return outcome
}
