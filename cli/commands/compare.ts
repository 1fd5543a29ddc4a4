import { Command } from 'commander'
import type { CliIo } from '../io'
import { type ResolutionChoices, withResolutionOptions } from '../resolution-options'
import { policySource } from '../revision-number'

export interface CompareOptions extends ResolutionChoices {
  policies?: string[]
  revision?: (number | 'draft')[]
  host?: string[]
  policy?: string[]
  json?: true
}

const collect = (value: string, earlier: string[] | undefined) => [...(earlier ?? []), value]
const collectSources = (value: string, earlier: (number | 'draft')[] | undefined) => [
  ...(earlier ?? []),
  policySource(value),
]

// How often --policies, --revision, --host and --policy are given.
const OF_FILES = ['1 0 2 0', '1 0 0 2', '2 0 0 0', '2 0 1 0']
const OF_THE_FARM = ['0 2 0 0', '0 0 2 0', '0 1 2 0', '0 0 0 2', '0 1 0 2']

/** `compare`: two hosts, two policies, or two sets of policies, of files or (without `--policies`) of the farm. */
export function compareCommand(io: CliIo): Command {
  const described = new Command('compare')
    .description('compare two hosts, two policies, or two sets of policies: of files, or of the farm')
    .option('--policies <file>', 'policies, as JSON or YAML; twice to compare two files', collect)
    .option(
      '--revision <number>',
      "the farm's policies: a revision, 0 for the newest, or draft; twice to compare two",
      collectSources,
    )
    .option('--host <file>', 'a host: a file, or without --policies also the name of one; twice', collect)
    .option('--policy <name>', 'a policy of the file, or of the farm; twice', collect)
    .option('--json', 'print one line of JSON')
  return withResolutionOptions(described).action(async (options: CompareOptions, command: Command) => {
    const { policies, revision = [], host = [], policy = [] } = options
    const count = [policies ?? [], revision, host, policy].map((list) => list.length).join(' ')
    if (policies && OF_FILES.includes(count)) {
      const { runCompare } = await import('./compare-run')
      return runCompare({ ...options, policies }, io)
    }
    if (!OF_THE_FARM.includes(count))
      command.error(`error: ${policies ? USAGE : FARM_USAGE}`, { exitCode: 2 })
    const { runFarmCompare } = await import('./compare-farm')
    return runFarmCompare(options, io)
  })
}

const USAGE =
  'give --policies FILE with two --host, --policies FILE with two --policy, or two --policies with at most one --host'
const FARM_USAGE =
  'give --policies to compare files; of the farm, give two --revision, or two --host or two --policy with at most one --revision'
