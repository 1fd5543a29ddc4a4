import { classKeyer } from '~/domain/host-class'
import { canonicalHostConfig, hostConfigOf } from '~/domain/host-config'
import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { resolve } from '~/domain/resolve'
import { sha256 } from '~/protocol/hash'
import { findHead } from '../../repositories/revision'
import { countOpenSessions } from '../../repositories/revision-impact'
import type { ServiceContext } from '../context'
import type { PublishPlan } from '../views/policy-view'
import { draftWarnings, type FarmFacts, readFarmFacts } from './draft-rows'
import { readDraft } from './read-draft'

/** What publishing the draft now would change: policies, hosts, and sessions on those hosts. Nothing is written. */
export async function planPublish({ database }: ServiceContext): Promise<PublishPlan> {
  const head = await findHead(database)
  const policies = await readDraft(database)
  const farm = await readFarmFacts(database)
  const problems = checkPolicies(policies)
  // Policies that break a rule resolve to nothing worth counting.
  const hosts = problems.length > 0 ? [] : hostsThatChange(policies, farm)
  return {
    baseRevision: head?.number ?? 0,
    changes: diffPolicies(head?.policies ?? [], policies),
    hosts: hosts.length,
    sessions: await countOpenSessions(database, hosts),
    warnings: problems.length > 0 ? [] : draftWarnings(policies, farm),
    problems: problems.slice(0, 50),
  }
}

/** Hosts whose configuration would have another hash than the one they are told to run. Resolved once for each class. */
function hostsThatChange(policies: Policy[], { hosts, rule, allowUnverifiedOs }: FarmFacts): string[] {
  const keyOf = classKeyer(policies)
  const hashes = new Map<string, string>()
  return hosts
    .filter(({ facts, wantedHash }) => {
      const key = keyOf(facts)
      let hash = hashes.get(key)
      if (hash === undefined) {
        const config = hostConfigOf(resolve({ policies, host: facts, rule, options: { allowUnverifiedOs } }))
        hash = sha256(canonicalHostConfig(config))
        hashes.set(key, hash)
      }
      return hash !== wantedHash
    })
    .map(({ id }) => id)
}
