import { Command, InvalidArgumentError, Option } from 'commander'
import { writePolicyYaml } from '~/formats/policy-yaml'
import { borrowFarm } from '../borrow-farm'
import type { CliIo } from '../io'

interface ExportPoliciesOptions {
  revision?: number
  draft?: true
}

/** `export policies`: YAML that is the same bytes for the same policies, and that `plan` reads. */
export function exportPoliciesCommand(io: CliIo): Command {
  return new Command('policies')
    .description('policies as YAML, in the format of `resolve`: those of the newest revision')
    .option('--revision <number>', 'those of this revision', revisionNumber)
    .addOption(new Option('--draft', 'those of the draft').conflicts('revision'))
    .action(async ({ revision = 0, draft }: ExportPoliciesOptions) => {
      const { readPolicies } = await import('~/server/services/policies/read-policies')
      const policies = await borrowFarm(io, (farm) => readPolicies(farm, draft ? 'draft' : revision))
      io.stdout(writePolicyYaml(policies))
    })
}

function revisionNumber(typed: string): number {
  if (/^[1-9]\d{0,8}$/.test(typed)) return Number(typed)
  throw new InvalidArgumentError('Give the number of a revision, such as 12.')
}
