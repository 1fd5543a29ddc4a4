/** The captures of a comparison, judged together from what was kept of each. */

import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { CatalogueEntry } from '~/domain/catalogue/entry'
import { Discovery } from '~/domain/discovery'
import { type StoredFinding, storedFinding } from '~/domain/discovery/stored-finding'
import { problem } from '~/domain/result'
import { Joined, SideData } from '~/formats/captures/side-data'
import type { StoredCapture } from '../../repositories/capture'
import { refusal } from './read-upload'
import type { KeptContent } from './upload-reading'

const unpack = promisify(gunzip)

export interface JudgedComparison {
  findings: (StoredFinding & { family: 'windows' | 'linux' })[]
  notes: string[]
}

/** @throws AppError `bad-input` when they are of two machines, or a list is of another machine than its capture. */
export async function judgeComparison(
  captures: readonly StoredCapture[],
  options: { oneMachine: boolean; listed: readonly string[]; catalogue: readonly CatalogueEntry[] },
): Promise<JudgedComparison> {
  const contents: [StoredCapture, KeptContent][] = []
  for (const capture of captures) contents.push([capture, await contentOf(capture)])
  const side = new SideData()
  for (const [, { processes, sessions }] of contents) {
    for (const process of processes) side.addProcess(process)
    for (const session of sessions) side.addSession(session)
  }
  const discovery = new Discovery(options)
  const files: string[] = []
  for (const [capture, content] of contents) {
    if (capture.isSide) continue
    const number = discovery.capture({ name: capture.name, family: capture.family })
    files[number] = capture.name
    feed(discovery, number, capture, content, side)
  }
  const judged = discovery.finish()
  if (!judged.ok) throw refusal(judged.problem)
  const family = captures.find(({ isSide }) => !isSide)?.family ?? 'windows'
  return {
    findings: judged.value.findings.map((finding) => ({ ...storedFinding(finding, files), family })),
    notes: judged.value.notes,
  }
}

function feed(
  discovery: Discovery,
  number: number,
  { name, family }: StoredCapture,
  { rows }: KeptContent,
  side: SideData,
): void {
  const joined = new Joined(side, family)
  for (const { program, ...row } of rows) {
    const named = joined.join({ ...row, ...(program !== undefined && { process: program }) })
    const { process, ...rest } = named
    discovery.observe({ ...rest, ...(process !== undefined && { program: process }), capture: number })
  }
  const contradiction = joined.contradiction()
  if (contradiction === null) return
  throw refusal(
    problem(
      name,
      contradiction,
      'the process list is of the machine and moment of the capture',
      'Take both at once, and give them again.',
    ),
  )
}

async function contentOf({ kept }: StoredCapture): Promise<KeptContent> {
  return JSON.parse((await unpack(kept)).toString('utf8')) as KeptContent
}
