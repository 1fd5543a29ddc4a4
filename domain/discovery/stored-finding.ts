/** A finding as it is kept: what one or several sources say of one program, its rows with the names of where they stand. */

import type { OsFamily } from '../host-facts'
import { programKey } from '../program'
import { type Confidence, evidenceKey, type Finding, MAX_EVIDENCE, type Pair, type Verdict } from './finding'
import type { Observation } from './observation'
import type { Reason } from './reason'

export const FINDING_VERDICTS = [
  'broken-pair',
  'needs-both',
  'needs-virtual-ip',
  'needs-loopback',
  'wandering-port',
  'seen-once',
  'over-listed',
  'no-need',
] as const
export type FindingVerdict = (typeof FINDING_VERDICTS)[number]

/** A row of evidence, with where it was read instead of a capture's number. */
export interface EvidenceRow extends Omit<Observation, 'capture'> {
  /** A capture's file name; absent for what an agent told. */
  file?: string
}

export interface StoredFinding {
  program: string
  verdict: FindingVerdict
  confidence: Confidence
  /** The first one decides. */
  reasons: Reason[]
  ports: { protocol: 'tcp' | 'udp'; port: number }[]
  pairs: Pair[]
  instances: number
  hosts: string[]
  sessions: { id: number; host?: string; user?: string }[]
  evidence: EvidenceRow[]
  catalogue?: string
}

const MOST_NAMED = 200

/** @param files the names of the captures, by their numbers; none for what agents told. */
export function storedFinding(finding: Finding, files: readonly string[]): StoredFinding {
  const { program, verdict, confidence, reasons, ports, pairs, instances, catalogue } = finding
  return {
    program,
    verdict,
    confidence,
    reasons,
    ports: ports.slice(0, MOST_NAMED),
    pairs: pairs.slice(0, MOST_NAMED),
    instances,
    hosts: finding.hosts.slice(0, MOST_NAMED),
    sessions: finding.sessions.slice(0, MOST_NAMED),
    evidence: finding.evidence.map(({ capture, ...row }) => {
      const file = files[capture]
      return file === undefined ? row : { ...row, file }
    }),
    ...(catalogue !== undefined && { catalogue }),
  }
}

const rankOf = (verdict: FindingVerdict) => FINDING_VERDICTS.indexOf(verdict)
const CONFIDENCE_ORDER: readonly Confidence[] = ['high', 'medium', 'low']

/** The place of a verdict in the order in which people should look. */
export const verdictRank = rankOf

/** What several sources say of one program, as one: the graver verdict leads, the surer one among equals. */
export function mergeFindings(parts: readonly StoredFinding[]): StoredFinding | null {
  const sorted = [...parts].sort(
    (one, other) =>
      rankOf(one.verdict) - rankOf(other.verdict) ||
      CONFIDENCE_ORDER.indexOf(one.confidence) - CONFIDENCE_ORDER.indexOf(other.confidence),
  )
  const [lead] = sorted
  if (!lead) return null
  const agreeing = sorted.filter(({ verdict }) => verdict === lead.verdict)
  const catalogue = sorted.find((part) => part.catalogue !== undefined)?.catalogue
  return {
    ...lead,
    reasons: unique(
      agreeing.flatMap(({ reasons }) => reasons),
      ({ text }) => text,
    ),
    ports: unique(
      agreeing.flatMap(({ ports }) => ports),
      ({ protocol, port }) => `${protocol}/${port}`,
    )
      .sort((one, other) => one.port - other.port || (one.protocol < other.protocol ? -1 : 1))
      .slice(0, MOST_NAMED),
    pairs: unique(
      sorted.flatMap(({ pairs }) => pairs),
      ({ listener, client, port }) => `${listener}<${client}:${port}`.toLowerCase(),
    ).slice(0, MOST_NAMED),
    instances: sorted.reduce((sum, { instances }) => sum + instances, 0),
    hosts: unique(
      sorted.flatMap(({ hosts }) => hosts),
      (host) => host,
    )
      .sort()
      .slice(0, MOST_NAMED),
    sessions: unique(
      sorted.flatMap(({ sessions }) => sessions),
      ({ id, host, user }) => `${id} ${host ?? ''} ${user ?? ''}`,
    ).slice(0, MOST_NAMED),
    evidence: inTurn(agreeing.map(({ evidence }) => evidence)).slice(0, MAX_EVIDENCE),
    ...(catalogue !== undefined && { catalogue }),
  }
}

/** What has to change before a finding that somebody put away comes back. */
export function storedKey({ program, verdict, ports, pairs }: StoredFinding): string {
  // The ports of a program that wanders grow with each session: that it wanders is the evidence.
  const fixed = verdict === 'wandering-port' ? [] : ports
  return evidenceKey({
    program,
    verdict: verdict as Verdict,
    ports: fixed,
    pairs: pairs.slice().sort(byPair),
  })
}

/** What two spellings of one program have in common: captures write `app` where others write `app.exe`. */
export const findingKey = (program: string, family: OsFamily): string => programKey(program, family)

const byPair = (one: Pair, other: Pair) =>
  one.port - other.port || (one.listener + one.client < other.listener + other.client ? -1 : 1)

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item] as const).reverse()).values()].reverse()
}

/** The first of each list, then the second of each: no source fills the room of the others. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat()
}
