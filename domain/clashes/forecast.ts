/** Which programs get in each other's way from the second session on, and what a draft changes in that. Pure. */

import { coversLoopback } from '../discovery/covering'
import type { Pair } from '../discovery/finding'
import type { OsFamily } from '../host-facts'
import type { PolicySettings } from '../policy-model'
import { programKey } from '../program'
import { type Asked, isForeseeable } from './asked'
import { type Certainty, clashOf, landsAt, type Place } from './clash'

export type Change = 'appears' | 'remains' | 'vanishes'

export interface ForecastRow {
  program: string
  /** The same program in another session, or another one. */
  other: string
  protocol: 'tcp' | 'udp'
  port: number
  /** Where they bind: as asked, and what the draft makes of it. */
  asked: [Asked['at'], Asked['at']]
  now: Certainty | null
  draft: Certainty | null
  /** Whether a list of today covers the program. */
  listed: boolean
  change: Change
}

/** A conversation on the loopback of which one end alone is covered. */
export interface Cut extends Pair {
  change: Change
}

export interface Forecast {
  rows: ForecastRow[]
  cuts: Cut[]
}

export interface ForecastInput {
  family: OsFamily
  asked: readonly Asked[]
  pairs: readonly Pair[]
  now: PolicySettings
  draft: PolicySettings
}

const MOST_ROWS = 500

export function forecast({ family, asked, pairs, now, draft }: ForecastInput): Forecast {
  const byPort = new Map<string, Asked[]>()
  for (const one of unique(asked, family)) {
    if (!isForeseeable(one, family)) continue
    const key = `${one.protocol}/${one.port}`
    byPort.set(key, [...(byPort.get(key) ?? []), one])
  }
  const rows = [...byPort.values()].flatMap((group) => rowsOf(group, { family, now, draft }))
  return { rows: rows.sort(byGravity).slice(0, MOST_ROWS), cuts: cutsOf(pairs, { family, now, draft }) }
}

type Configs = Pick<ForecastInput, 'family' | 'now' | 'draft'>

function rowsOf(group: readonly Asked[], { family, now, draft }: Configs): ForecastRow[] {
  const landed = (one: Asked, settings: PolicySettings): Asked & { place: Place } => ({
    ...one,
    place: landsAt(one, settings, family),
  })
  return group.flatMap((one, at) =>
    group.slice(at).flatMap((other): ForecastRow[] => {
      const before = clashOf(landed(one, now), landed(other, now), family)
      const after = clashOf(landed(one, draft), landed(other, draft), family)
      const change = changeOf(before !== null, after !== null)
      if (change === null) return []
      const { program, protocol, port } = one
      const listed = landed(one, now).place.own
      const asked: ForecastRow['asked'] = [one.at, other.at]
      return [
        { program, other: other.program, protocol, port, asked, now: before, draft: after, listed, change },
      ]
    }),
  )
}

export function changeOf(before: boolean, after: boolean): Change | null {
  if (before) return after ? 'remains' : 'vanishes'
  return after ? 'appears' : null
}

function cutsOf(pairs: readonly Pair[], { family, now, draft }: Configs): Cut[] {
  const isCut = ({ listener, client, port }: Pair, settings: PolicySettings) =>
    coversLoopback(settings, listener, family, port) !== coversLoopback(settings, client, family, port)
  return pairs.flatMap((pair) => {
    const change = changeOf(isCut(pair, now), isCut(pair, draft))
    return change === null ? [] : [{ ...pair, change }]
  })
}

/** One program that was seen to ask for the same in many sessions asks once. */
function unique(asked: readonly Asked[], family: OsFamily): Asked[] {
  const byKey = new Map<string, Asked>()
  for (const one of asked) {
    const key = `${programKey(one.program, family)} ${one.protocol} ${one.port} ${one.at}`
    if (!byKey.has(key)) byKey.set(key, one)
  }
  return [...byKey.values()]
}

const ORDER: readonly Change[] = ['appears', 'remains', 'vanishes']
const byGravity = (one: ForecastRow, other: ForecastRow) =>
  ORDER.indexOf(one.change) - ORDER.indexOf(other.change) ||
  (one.program.toLowerCase() < other.program.toLowerCase() ? -1 : 1) ||
  one.port - other.port
