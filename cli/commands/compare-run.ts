/** The work behind `vipfarm compare` of files. */

import { comparePolicies, compareResolutions } from '~/domain/compare'
import type { HostFacts } from '~/domain/host-facts'
import { diffPolicies } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { resolve } from '~/domain/resolve'
import { sameName } from '~/domain/text'
import { changeText, effectiveTables, policyTables } from '../compare-text'
import { CliError, type CliIo } from '../io'
import type { CompareOptions } from './compare'
import { readHost, readPolicies } from './compare-files'

/** @throws CliError with the problems of the files, or a policy that is not there. */
export async function runCompare(options: CompareOptions & { policies: string[] }, io: CliIo): Promise<void> {
  const files: Policy[][] = []
  for (const path of options.policies) files.push(await readPolicies(io, '--policies', path))
  const hosts: HostFacts[] = []
  for (const path of options.host ?? []) hosts.push((await readHost(io, '--host', path)).host)
  const [first = [], second] = files
  const [host, otherHost] = hosts
  if (host) {
    const other = otherHost ?? host
    const asked = {
      rule: options.filterRule,
      options: { allowUnverifiedOs: options.allowUnverifiedOs === true },
    }
    const compared = compareResolutions(
      resolve({ policies: first, host, ...asked }),
      resolve({ policies: second ?? first, host: other, ...asked }),
    )
    const names = second ? options.policies : [host.name, other.name]
    io.stdout(
      options.json
        ? line({ kind: second ? 'policies' : 'hosts', names, ...compared })
        : effectiveTables(names, compared),
    )
  } else if (second) {
    const changes = diffPolicies(first, second)
    const answer = { kind: 'policies', names: options.policies, different: changes.length > 0, changes }
    io.stdout(options.json ? line(answer) : changeText(changes))
  } else {
    const [one, other] = (options.policy ?? []).map((name) =>
      policyNamed(first, name, options.policies[0] ?? ''),
    )
    if (!one || !other) return
    const compared = comparePolicies(one, other)
    const names = [one.name, other.name]
    io.stdout(options.json ? line({ kind: 'policy', names, ...compared }) : policyTables(names, compared))
  }
}

const line = (answer: unknown) => `${JSON.stringify(answer)}\n`

function policyNamed(policies: Policy[], name: string, file: string): Policy {
  const found = policies.find((policy) => sameName(policy.name, name))
  if (found) return found
  const all = policies.map((policy) => JSON.stringify(policy.name)).join(', ')
  throw new CliError([
    `--policy: ${JSON.stringify(name)}: there is no such policy in ${file}. There are: ${all}.`,
  ])
}
