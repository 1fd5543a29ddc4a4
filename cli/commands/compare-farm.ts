/** The work behind `vipfarm compare` of the farm's own policies and hosts. */

import { borrowFarm } from '../borrow-farm'
import { changeText, effectiveTables, policyTables } from '../compare-text'
import type { CliIo } from '../io'
import type { CompareOptions } from './compare'

/** Filter rule and unverified releases are as the farm's settings say. @throws CliError for a side there is not. */
export async function runFarmCompare(options: CompareOptions, io: CliIo): Promise<void> {
  const { revision = [], host = [], policy = [], json } = options
  const [source = 0, otherSource = 0] = revision
  const answer = await borrowFarm(io, async ({ database }) => {
    const { compare } = await import('~/server/services/policies/compare-policies')
    const [one = '', other = ''] = host.length > 0 ? host : policy
    if (one === '') return compare({ database }, { kind: 'revisions', one: source, other: otherSource })
    const kind = host.length > 0 ? 'hosts' : 'policies'
    return compare({ database }, { kind, policies: source, one, other })
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
