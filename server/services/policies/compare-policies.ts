/** Two policies, two revisions, or two hosts side by side. Nothing is written. */

import {
  comparePolicies,
  compareResolutions,
  type PolicyComparison,
  type ResolutionComparison,
} from '~/domain/compare'
import type { FilterRule } from '~/domain/filter'
import type { HostFacts } from '~/domain/host-facts'
import { diffPolicies, type PolicyChange } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { resolve } from '~/domain/resolve'
import { sameName } from '~/domain/text'
import { AppError } from '../../errors'
import type { Database } from '../../repositories/db'
import { readFarm } from '../../repositories/farm-row'
import type { ServiceContext } from '../context'
import { type AskedHost, factsFor } from './ask-what-if'
import { readPolicies } from './read-policies'

/** A revision by its number, the newest as 0, or the draft. */
export type PolicySource = number | 'draft'

export type CompareRequest =
  | { kind: 'revisions'; one: PolicySource; other: PolicySource }
  | { kind: 'policies'; policies: PolicySource; one: string; other: string }
  | CompareHosts

export interface CompareHosts {
  kind: 'hosts'
  policies: PolicySource
  one: AskedHost
  other: AskedHost
  /** In place of what the farm's settings say. */
  rule?: FilterRule
  allowUnverifiedOs?: boolean
}

export type CompareAnswer =
  | { kind: 'revisions'; names: [string, string]; different: boolean; changes: PolicyChange[] }
  | ({ kind: 'policies'; names: [string, string] } & PolicyComparison)
  | ({ kind: 'hosts'; names: [string, string] } & ResolutionComparison)

/** Policies and hosts are named, without case; hosts may be described too. @throws AppError `not-found` that says which side there is not. */
export async function compare(
  { database }: Pick<ServiceContext, 'database'>,
  asked: CompareRequest,
): Promise<CompareAnswer> {
  switch (asked.kind) {
    case 'revisions': {
      const changes = diffPolicies(
        await readPolicies({ database }, asked.one),
        await readPolicies({ database }, asked.other),
      )
      const names: [string, string] = [String(asked.one), String(asked.other)]
      return { kind: 'revisions', names, different: changes.length > 0, changes }
    }
    case 'policies': {
      const policies = await readPolicies({ database }, asked.policies)
      const [one, other] = [named(policies, asked.one), named(policies, asked.other)]
      return { kind: 'policies', names: [one.name, other.name], ...comparePolicies(one, other) }
    }
    case 'hosts':
      return compareHosts(database, asked)
  }
}

async function compareHosts(
  database: Database,
  { policies: source, one, other, ...choices }: CompareHosts,
): Promise<CompareAnswer> {
  const policies = await readPolicies({ database }, source)
  const farm = await readFarm(database)
  const { rule = farm.filterRule, allowUnverifiedOs = farm.allowUnverifiedOs } = choices
  const resolved = (host: HostFacts) => resolve({ policies, host, rule, options: { allowUnverifiedOs } })
  const first = await factsFor(database, one)
  const second = await factsFor(database, other)
  return {
    kind: 'hosts',
    names: [first.name, second.name],
    ...compareResolutions(resolved(first), resolved(second)),
  }
}

function named(policies: readonly Policy[], name: string): Policy {
  const found = policies.find((policy) => sameName(policy.name, name))
  if (!found) throw new AppError('not-found', `There is no policy ${JSON.stringify(name)} among these.`)
  return found
}
