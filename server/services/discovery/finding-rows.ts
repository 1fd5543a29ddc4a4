import type { FindingRecord } from '../../repositories/finding'
import type { FindingRow } from '../views/discovery-view'

/** A snoozed finding whose time is over is open again, whether or not somebody looked since. */
export function findingRow(record: FindingRecord, now: Date): FindingRow {
  const { content, standing } = record
  const awake = record.state === 'snoozed' && record.snoozedUntil !== null && record.snoozedUntil <= now
  return {
    id: record.id,
    program: record.program,
    family: record.family,
    verdict: record.verdict,
    confidence: record.confidence,
    reason: content.reasons[0] ?? null,
    ports: content.ports,
    hosts: Math.max(standing.hosts, content.hosts.length),
    sessions: Math.max(standing.sessions, content.sessions.length),
    users: new Set(content.sessions.flatMap(({ user }) => user ?? [])).size,
    state: awake ? 'open' : record.state,
    stateAt: record.stateAt.toISOString(),
    snoozedUntil: awake ? null : (record.snoozedUntil?.toISOString() ?? null),
    standing,
    changedAt: record.changedAt.toISOString(),
  }
}
