/** From rows of captures to what discovery is fed with. */

import type { Observation } from '~/domain/discovery/observation'
import type { OsFamily } from '~/domain/host-facts'
import type { CaptureFormat, CaptureRow } from './model'

/** The system a capture was made on: its format tells, and for the agent's samples their programs. */
export function familyOf(format: CaptureFormat, sampleText = ''): OsFamily {
  if (format === 'ss' || format === 'netstat-linux') return 'linux'
  if (format === 'agent') return /\.exe"/i.test(sampleText) ? 'windows' : 'linux'
  return 'windows'
}

export function observationOf(row: CaptureRow, capture: number): Observation {
  const seen: Observation = {
    capture,
    line: row.line,
    protocol: row.protocol,
    state: row.state,
    listening: row.listening,
    local: row.local,
    remote: row.remote,
  }
  if (row.process !== undefined) seen.program = row.process
  if (row.pid !== undefined) seen.pid = row.pid
  if (row.session !== undefined) seen.session = row.session
  if (row.user !== undefined) seen.user = row.user
  if (row.host !== undefined) seen.host = row.host
  return seen
}
