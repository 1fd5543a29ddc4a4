import type { CatalogueEntry } from '~/domain/catalogue/entry'
import type { Forecast } from '~/domain/clashes/forecast'
import type { ReplayRow } from '~/domain/clashes/replay'
import type { AcceptChange } from '~/domain/discovery/accept'
import type { Standing } from '~/domain/discovery/standing'
import type { StoredFinding } from '~/domain/discovery/stored-finding'
import type { OsFamily } from '~/domain/host-facts'

export type FindingState = 'open' | 'accepted' | 'dismissed' | 'snoozed' | 'closed'

export interface FindingRow {
  id: string
  program: string
  family: OsFamily
  verdict: StoredFinding['verdict']
  confidence: StoredFinding['confidence']
  /** The reason that decides. */
  reason: StoredFinding['reasons'][number] | null
  ports: StoredFinding['ports']
  hosts: number
  sessions: number
  users: number
  state: FindingState
  stateAt: string
  snoozedUntil: string | null
  standing: Standing
  changedAt: string
}

export interface FindingView extends FindingRow {
  content: StoredFinding
  catalogue: CatalogueEntry | null
  /** What was said when it was put away. */
  stateReason: string | null
  stateBy: string | null
  policy: { id: string; name: string } | null
  firstSeen: string
  /** The comparisons that speak of it; the agents' samples when `farm`. */
  sources: { comparison: string; name: string }[]
  farm: boolean
}

export interface FindingList {
  rows: FindingRow[]
  next: string | null
  counts: Record<FindingState, number>
}

export interface CaptureView {
  id: string
  name: string
  format: string
  locale: string | null
  family: OsFamily
  isSide: boolean
  bytes: number
  lines: number
  rows: number
  rejected: number
  rejects: { line: number; reason: string }[]
  notes: string[]
  uploadedAt: string
  by: string
}

export interface ComparisonRow {
  id: string
  name: string
  oneMachine: boolean
  changedAt: string
  by: string
  captures: CaptureView[]
  /** What the captures together say, graver verdicts first. */
  findings: { program: string; verdict: StoredFinding['verdict']; finding: string | null }[]
}

export interface ReceivedCapture {
  comparison: string
  capture: string
  format: string
  lines: number
  rows: number
  rejected: number
  notes: string[]
  isSide: boolean
  /** Programs that the comparison says something of. */
  findings: number
}

export interface AcceptedFinding {
  policy: { id: string; name: string }
  changes: AcceptChange[]
}

export interface CatalogueRow extends CatalogueEntry {
  /** Comes with the program; changed by people; added by them; or taken out. */
  origin: 'known' | 'changed' | 'added' | 'removed'
  changedAt: string | null
  by: string | null
}

/** Hosts that are told the same, and what their programs would do to each other. */
export interface ForecastClass extends Forecast {
  family: OsFamily
  hosts: number
  /** The first few, by name. */
  names: string[]
}

export interface ForecastView {
  /** From when on what was seen counts. */
  since: string
  classes: ForecastClass[]
  replay: (Omit<ReplayRow, 'last'> & { family: OsFamily; last: string })[]
  /** Sightings that were replayed, and whether that is all of them. */
  sightings: number
  complete: boolean
}
