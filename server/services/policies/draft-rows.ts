/** The draft as an editor shows it: each policy with the hosts it matches and what to beware of. */

import { type FilterRule, filterVerdict } from '~/domain/filter'
import { classKeyer } from '~/domain/host-class'
import type { DesktopKind, HostFacts } from '~/domain/host-facts'
import type { Policy } from '~/domain/policy-model'
import { policyWarnings } from '~/domain/policy-warnings'
import type { Warning } from '~/domain/warning'
import type { Db } from '../../repositories/db'
import { readGroupNames } from '../../repositories/delivery-group'
import { readFarm } from '../../repositories/farm-row'
import { factsOf, type ResolvableHost, readResolvable } from '../../repositories/host-pointer'
import { listPolicies, type PolicyRecord, policyOf } from '../../repositories/policy'
import { sqlOf } from '../../repositories/statements'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { lintPolicy, seenOnFarm } from '../discovery/lint-lists'
import type { HostStanding } from '../host-standing'
import type { PolicyRow } from '../views/policy-view'

export type JudgedHost = Pick<ResolvableHost, 'id' | 'facts' | 'wantedHash'>

/** What policies are judged against: active hosts, and the farm's reading of filters. */
export interface FarmFacts<Host = JudgedHost> {
  hosts: Host[]
  rule: FilterRule
  allowUnverifiedOs: boolean
}

/** From the database: for what is decided by them, inside its transaction. */
export async function readFarmFacts(db: Db): Promise<FarmFacts<ResolvableHost>> {
  const hosts = await readResolvable(db)
  const { filterRule: rule, allowUnverifiedOs } = await readFarm(db)
  return { hosts, rule, allowUnverifiedOs }
}

/** From memory: for what is only shown. */
export async function farmFactsNow(ctx: ServiceContext): Promise<FarmFacts> {
  const [{ hosts }, groups, farm] = await Promise.all([
    ctx.standings.read(ctx),
    readGroupNames(sqlOf(ctx.statements)),
    readFarm(ctx.database),
  ])
  return {
    hosts: judgedHosts(hosts, groups),
    rule: farm.filterRule,
    allowUnverifiedOs: farm.allowUnverifiedOs,
  }
}

type Group = { id: string; name: string; kind: DesktopKind }

/** As made last of the same standings, while their groups are called and are the same. */
const judgedLast = new WeakMap<readonly HostStanding[], { of: string; hosts: JudgedHost[] }>()

function judgedHosts(standings: readonly HostStanding[], groups: readonly Group[]): JudgedHost[] {
  const of = JSON.stringify(groups)
  const known = judgedLast.get(standings)
  if (known?.of === of) return known.hosts
  const byId = new Map(groups.map((group) => [group.id, group]))
  const active = standings.filter(({ lifecycle }) => lifecycle === 'active')
  const hosts = active.map((standing) => judged(standing, byId.get(standing.deliveryGroupId ?? '') ?? null))
  judgedLast.set(standings, { of, hosts })
  return hosts
}

/** As made last of the same standing and group: its class is then known too. */
const judgedOne = new WeakMap<HostStanding, { of: string; host: JudgedHost }>()

function judged(standing: HostStanding, group: Group | null): JudgedHost {
  const of = group ? `${group.kind} ${group.name}` : ''
  const known = judgedOne.get(standing)
  if (known?.of === of) return known.host
  const { id, wantedHash } = standing
  const host = { id, wantedHash, facts: factsOf({ ...standing, group }) }
  judgedOne.set(standing, { of, host })
  return host
}

/** Highest priority first. */
export async function readDraftRows(ctx: ServiceContext): Promise<PolicyRow[]> {
  const db = ctx.database
  const records = await listPolicies(db)
  const farm = await farmFactsNow(ctx)
  const names = await userNames(
    db,
    records.map(({ updatedBy }) => updatedBy),
  )
  const policies = records.map(policyOf)
  const classes = classesOf(policies, farm.hosts)
  const warnings = draftWarnings(policies, { ...farm, hosts: classes })
  const matching = matchCounts(policies, classes, farm.rule)
  const seen = await seenOnFarm(db)
  return records.map((record, at) => ({
    ...policyOf(record),
    ...bookkeeping(record, names),
    matchingHosts: matching[at] ?? 0,
    warnings: [
      ...warnings
        .filter(({ policy }) => policy === record.name)
        .map(({ code, message }) => ({ code, message })),
      ...lintPolicy(policyOf(record), seen).map(({ code, message }) => ({ code, message })),
    ],
  }))
}

function bookkeeping(
  { id, version, updatedAt, updatedBy }: PolicyRecord,
  names: ReadonlyMap<string, string>,
) {
  return { id, version, updatedAt: updatedAt.toISOString(), updatedBy: names.get(updatedBy) ?? updatedBy }
}

export function draftWarnings(
  policies: Policy[],
  { hosts, allowUnverifiedOs }: FarmFacts<{ facts: HostFacts }>,
): Warning[] {
  const facts = hosts.map((host) => host.facts)
  return policyWarnings(policies, facts, { allowUnverifiedOs })
}

interface Alike {
  facts: HostFacts
  size: number
}

/** Hosts that no policy tells apart, whether it is enabled or not: one asks for many. */
function classesOf(policies: Policy[], hosts: readonly JudgedHost[]): Alike[] {
  const keyOf = classKeyer(policies.map((policy) => ({ ...policy, enabled: true })))
  const classes = new Map<string, Alike>()
  for (const { facts } of hosts) {
    const key = keyOf(facts)
    const known = classes.get(key)
    if (known) known.size += 1
    else classes.set(key, { facts, size: 1 })
  }
  return [...classes.values()]
}

/** For each policy the hosts that its filters let in, whether it is enabled or not. */
function matchCounts(policies: Policy[], classes: readonly Alike[], rule: FilterRule): number[] {
  return policies.map(({ filters }) =>
    classes.reduce(
      (sum, { facts, size }) => (filterVerdict(filters, facts, undefined, rule).applies ? sum + size : sum),
      0,
    ),
  )
}
