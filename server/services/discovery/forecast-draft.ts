/** What the draft would change in who gets in whose way: foreseen for each kind of host, and replayed over what was seen. */

import { type Asked, placeOf } from '~/domain/clashes/asked'
import { forecast } from '~/domain/clashes/forecast'
import { type Held, replay } from '~/domain/clashes/replay'
import { classKeyer } from '~/domain/host-class'
import { hostConfigOf } from '~/domain/host-config'
import type { OsFamily } from '~/domain/host-facts'
import type { Policy, PolicySettings } from '~/domain/policy-model'
import { programKey } from '~/domain/program'
import { resolveSettings } from '~/domain/resolve'
import { sameName } from '~/domain/text'
import type { Db } from '../../repositories/db'
import { allFindings, type FindingRecord, seenPairs } from '../../repositories/finding'
import { readHead } from '../../repositories/head'
import type { ResolvableHost } from '../../repositories/host-pointer'
import { askedSince, type SeenRow, seenSince } from '../../repositories/seen-socket'
import type { ServiceContext } from '../context'
import { type FarmFacts, readFarmFacts } from '../policies/draft-rows'
import { readDraft } from '../policies/read-draft'
import type { ForecastClass, ForecastView } from '../views/discovery-view'
import { SEEN_DAYS } from './write-findings'

const DAY_MS = 86_400_000
/** Sightings that are replayed; the newest, where there are more. */
const MOST_SIGHTINGS = 40_000
const NAMES_SHOWN = 20

interface HostClass {
  family: OsFamily
  hosts: ResolvableHost[]
  now: PolicySettings
  draft: PolicySettings
}

export async function forecastDraft(
  ctx: ServiceContext,
  { deliveryGroup }: { deliveryGroup?: string },
): Promise<ForecastView> {
  const { database, clock } = ctx
  const since = new Date(clock.now().getTime() - SEEN_DAYS * DAY_MS)
  const facts = await readFarmFacts(database)
  const hosts = facts.hosts.filter(
    ({ facts: host }) => deliveryGroup === undefined || sameName(host.deliveryGroup ?? '', deliveryGroup),
  )
  const { policies } = await readHead(database)
  const classes = classesOf(hosts, policies, await readDraft(database), facts)
  const seen = await seenSince(database, {
    hostIds: hosts.map(({ id }) => id),
    since,
    limit: MOST_SIGHTINGS + 1,
  })
  const kept = seen.slice(0, MOST_SIGHTINGS).filter(({ role }) => role !== 'dials')
  return {
    since: since.toISOString(),
    classes: await foreseen(database, classes, since),
    replay: replayed(kept, classes),
    sightings: kept.length,
    complete: seen.length <= MOST_SIGHTINGS,
  }
}

/** Hosts that are told the same, today and by the draft. */
function classesOf(
  hosts: readonly ResolvableHost[],
  head: Policy[],
  draft: Policy[],
  { rule, allowUnverifiedOs }: FarmFacts,
): HostClass[] {
  const keys = [classKeyer(head), classKeyer(draft)]
  const resolved = new Map<string, Pick<HostClass, 'now' | 'draft'>>()
  const classes = new Map<string, HostClass>()
  const settingsOf = (policies: Policy[], { facts }: ResolvableHost) =>
    hostConfigOf(resolveSettings({ policies, host: facts, rule, options: { allowUnverifiedOs } })).settings
  for (const host of hosts) {
    const key = keys.map((keyOf) => keyOf(host.facts)).join('\n')
    const settings = resolved.get(key) ?? { now: settingsOf(head, host), draft: settingsOf(draft, host) }
    resolved.set(key, settings)
    const { family } = host.facts.os
    const name = JSON.stringify([family, settings])
    const known = classes.get(name)
    if (known) known.hosts.push(host)
    else classes.set(name, { family, hosts: [host], ...settings })
  }
  return [...classes.values()].sort((one, other) => other.hosts.length - one.hosts.length)
}

async function foreseen(db: Db, classes: readonly HostClass[], since: Date): Promise<ForecastClass[]> {
  const asked = await askedSince(db, since)
  const pairs = await seenPairs(db)
  const findings = await allFindings(db)
  const captured = fromCaptures(findings)
  // A program that steps to the next port fails nowhere: its finding says what happens instead.
  const wanders = new Set(
    findings
      .filter(({ verdict }) => verdict === 'wandering-port')
      .map(({ family, key }) => `${family} ${key}`),
  )
  return classes.map(({ family, hosts, now, draft }) => {
    const ids = new Set(hosts.map(({ id }) => id))
    const own = asked.flatMap((one): Asked[] => {
      const at = ids.has(one.hostId) ? placeOf(one.address) : null
      return at === null ? [] : [{ program: one.program, protocol: one.protocol, port: one.port, at }]
    })
    const all = [...own, ...captured.filter((one) => one.family === family)].filter(
      ({ program }) => !wanders.has(`${family} ${programKey(program, family)}`),
    )
    const talks = pairs.filter((one) => one.family === family).map(({ pair }) => pair)
    return {
      family,
      hosts: hosts.length,
      names: hosts
        .map(({ facts }) => facts.name)
        .sort()
        .slice(0, NAMES_SHOWN),
      ...forecast({ family, asked: all, pairs: talks, now, draft }),
    }
  })
}

/** What captures showed of programs that people may yet bring to any host. */
function fromCaptures(findings: readonly FindingRecord[]): (Asked & { family: OsFamily })[] {
  return findings.flatMap(({ family, content }) =>
    content.evidence.flatMap(({ file, listening, local, protocol }) => {
      const at = placeOf(local.address)
      if (file === undefined || !listening || local.port === undefined || at === null) return []
      return [{ family, program: content.program, protocol, port: local.port, at }]
    }),
  )
}

function replayed(seen: readonly SeenRow[], classes: readonly HostClass[]): ForecastView['replay'] {
  return (['windows', 'linux'] as const).flatMap((family) => {
    const settings = new Map(
      classes.flatMap((one) =>
        one.family === family ? one.hosts.map(({ id }) => [id, one.draft] as const) : [],
      ),
    )
    const held = seen
      .filter((row) => settings.has(row.hostId))
      .map(
        (row): Held => ({
          host: row.hostId,
          session: `${row.session} ${row.sessionId}`,
          program: row.program,
          protocol: row.protocol,
          port: row.port,
          address: row.address,
          failed: row.role === 'failed',
          from: row.firstSeen.getTime(),
          to: row.lastSeen?.getTime() ?? null,
        }),
      )
    return replay(held, family, (host) => settings.get(host) ?? {}).map(({ last, ...row }) => ({
      ...row,
      family,
      last: new Date(last).toISOString(),
    }))
  })
}
