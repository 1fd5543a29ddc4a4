/** Two policies, two revisions, or two hosts side by side. Nothing is written. */

import {
  comparePolicies,
  compareResolutions,
  type PolicyComparison,
  type ResolutionComparison,
} from '~/domain/compare'
import { diffPolicies, type PolicyChange } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { resolve } from '~/domain/resolve'
import { sameName } from '~/domain/text'
import { AppError } from '../../errors'
import type { Database } from '../../repositories/db'
import { readFarm } from '../../repositories/farm-row'
import { readResolvable } from '../../repositories/host-pointer'
import type { ServiceContext } from '../context'
import { readPolicies } from './read-policies'

/** A revision by its number, the newest as 0, or the draft. */
export type PolicySource = number | 'draft'

export type CompareRequest =
  | { kind: 'revisions'; one: PolicySource; other: PolicySource }
  | { kind: 'policies'; policies: PolicySource; one: string; other: string }
  | { kind: 'hosts'; policies: PolicySource; one: string; other: string }

export type CompareAnswer =
  | { kind: 'revisions'; names: [string, string]; different: boolean; changes: PolicyChange[] }
  | ({ kind: 'policies'; names: [string, string] } & PolicyComparison)
  | ({ kind: 'hosts'; names: [string, string] } & ResolutionComparison)

/** Policies and hosts are named, without case. @throws AppError `not-found` that says which side there is not. */
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
  { policies: source, one, other }: Extract<CompareRequest, { kind: 'hosts' }>,
): Promise<CompareAnswer> {
  const policies = await readPolicies({ database }, source)
  const { filterRule: rule, allowUnverifiedOs } = await readFarm(database)
  const hosts = (await readResolvable(database)).map(({ facts }) => facts)
  const hostNamed = (name: string) => {
    const host = hosts.find((known) => sameName(known.name, name))
    if (!host) throw new AppError('not-found', `There is no active host ${JSON.stringify(name)}.`)
    return host
  }
  const sides = [hostNamed(one), hostNamed(other)] as const
  const [first, second] = [sides[0], sides[1]].map((host) =>
    resolve({ policies, host, rule, options: { allowUnverifiedOs } }),
  )
  if (!first || !second) throw new AppError('not-found', 'There is no such host.')
  return { kind: 'hosts', names: [sides[0].name, sides[1].name], ...compareResolutions(first, second) }
}

function named(policies: readonly Policy[], name: string): Policy {
  const found = policies.find((policy) => sameName(policy.name, name))
  if (!found) throw new AppError('not-found', `There is no policy ${JSON.stringify(name)} among these.`)
  return found
}
