/** The work behind `vipfarm compare` of the farm's own policies and hosts. */

import { borrowFarm } from '../borrow-farm'
import { changeText, effectiveTables, policyTables } from '../compare-text'
import { type AskedHost, askedHost } from '../farm-host'
import type { CliIo } from '../io'
import type { CompareOptions } from './compare'

/**
 * Filter rule and unverified releases are as the farm's settings say, unless they are given.
 * @throws CliError for a side there is not.
 */
export async function runFarmCompare(options: CompareOptions, io: CliIo): Promise<void> {
  const { revision = [], policy = [], json, filterRule: rule, allowUnverifiedOs } = options
  const [source = 0, otherSource = 0] = revision
  const hosts: AskedHost['host'][] = []
  for (const typed of options.host ?? []) hosts.push((await askedHost(io, '--host', typed)).host)
  const answer = await borrowFarm(io, async ({ database }) => {
    const { compare } = await import('~/server/services/policies/compare-policies')
    const [host, otherHost] = hosts
    if (host && otherHost) {
      const sides = { one: host, other: otherHost }
      return compare({ database }, { kind: 'hosts', policies: source, ...sides, rule, allowUnverifiedOs })
    }
    const [one = '', other = ''] = policy
    if (one === '') return compare({ database }, { kind: 'revisions', one: source, other: otherSource })
    return compare({ database }, { kind: 'policies', policies: source, one, other })
  })
  if (json) return io.stdout(`${JSON.stringify(answer)}\n`)
  switch (answer.kind) {
    case 'revisions':
      return io.stdout(changeText(answer.changes))
    case 'policies':
      return io.stdout(policyTables(answer.names, answer))
    case 'hosts':
      return io.stdout(effectiveTables(answer.names, answer))
  }
}
