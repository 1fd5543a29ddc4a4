/** What changed between what the server was told and what is seen now. Pure. */

import type { ReportedSession, reportInput } from '~/protocol/report'
import { instantOf } from '../clock'
import { sessionKey } from './picture'

export type ClosedSession = (typeof reportInput)['_output']['closed'][number]

/** A picture as it was told, in two texts: sockets change often and can wait, the rest cannot. */
export interface Told {
  session: ReportedSession
  main: string
  sockets: string
}

export interface Differences {
  opened: Told[]
  closed: ClosedSession[]
  /** True if anything but sockets changed. */
  pressing: boolean
}

export function toldOf(session: ReportedSession): Told {
  const { sockets, ...main } = session
  return { session, main: JSON.stringify(main), sockets: JSON.stringify(sockets) }
}

export function differences(
  told: ReadonlyMap<string, Told>,
  seen: readonly ReportedSession[],
  now: number,
): Differences {
  const found: Differences = { opened: [], closed: [], pressing: false }
  const keys = new Set<string>()
  for (const session of seen) {
    const key = sessionKey(session)
    const before = told.get(key)
    keys.add(key)
    if (before?.session === session) continue
    const picture = toldOf(session)
    if (before?.main === picture.main && before.sockets === picture.sockets) continue
    if (before?.main !== picture.main) found.pressing = true
    found.opened.push(picture)
  }
  for (const [key, { session }] of told) {
    if (keys.has(key)) continue
    found.pressing = true
    found.closed.push({
      id: session.id,
      logonAt: session.logonAt,
      endedAt: instantOf(Math.max(now, Date.parse(session.logonAt))),
    })
  }
  return found
}
