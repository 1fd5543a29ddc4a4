/** What discovery says of a program. */

import type { Observation } from './observation'
import type { Reason } from './reason'

/** In the order in which people should look at them. */
export const VERDICTS = [
  'broken-pair',
  'needs-both',
  'needs-virtual-ip',
  'needs-loopback',
  'wandering-port',
  'seen-once',
  'no-need',
] as const
export type Verdict = (typeof VERDICTS)[number]

export const CONFIDENCES = ['high', 'medium', 'low'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** Rows of evidence that a finding carries at most. */
export const MAX_EVIDENCE = 20

/** A listener and a client of one loopback conversation, by the names of their programs. */
export interface Pair {
  listener: string
  client: string
  port: number
}

export interface Finding {
  /** As first seen. Two spellings of one Windows name are one program. */
  program: string
  verdict: Verdict
  confidence: Confidence
  /** The first one decides; the others add. */
  reasons: Reason[]
  /** Ports that the verdict rests on, in order. */
  ports: { protocol: 'tcp' | 'udp'; port: number }[]
  pairs: Pair[]
  /** How many instances were told apart, by session, process or capture. */
  instances: number
  hosts: string[]
  sessions: { id: number; host?: string; user?: string }[]
  pids: number[]
  evidence: Observation[]
  /** An entry of the catalogue of known programs. */
  catalogue?: string
}

/**
 * What has to change before a dismissed finding comes back: the verdict and what it rests on, not the rows that happened to show it.
 */
export function evidenceKey({
  program,
  verdict,
  ports,
  pairs,
}: Pick<Finding, 'program' | 'verdict' | 'ports' | 'pairs'>): string {
  const port = ports.map((one) => `${one.protocol}/${one.port}`).join(' ')
  const pair = pairs.map((one) => `${one.listener}<${one.client}:${one.port}`).join(' ')
  return [program.toLowerCase(), verdict, port, pair.toLowerCase()].join('|')
}
