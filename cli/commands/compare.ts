import { Command } from 'commander'
import type { CliIo } from '../io'
import { type ResolutionChoices, withResolutionOptions } from '../resolution-options'

export interface CompareOptions extends ResolutionChoices {
  policies: string[]
  host?: string[]
  policy?: string[]
  json?: true
}

const collect = (value: string, earlier: string[] | undefined) => [...(earlier ?? []), value]

/** `compare`: two hosts, two policies of one file, or two files of policies (for one host, if one is given). */
export function compareCommand(io: CliIo): Command {
  const described = new Command('compare')
    .description('compare two hosts, two policies, or two files of policies')
    .requiredOption('--policies <file>', 'policies, as JSON or YAML; twice to compare two files', collect)
    .option('--host <file>', 'a host; twice to compare two hosts under the same policies', collect)
    .option('--policy <name>', 'a policy of the file; twice', collect)
    .option('--json', 'print one line of JSON')
  return withResolutionOptions(described).action(async (options: CompareOptions, command: Command) => {
    const count = [options.policies, options.host ?? [], options.policy ?? []]
      .map((list) => list.length)
      .join(' ')
    if (!['1 2 0', '1 0 2', '2 0 0', '2 1 0'].includes(count)) {
      command.error(
        'error: give --policies FILE with two --host, --policies FILE with two --policy, or two --policies with at most one --host',
        { exitCode: 2 },
      )
    }
    const { runCompare } = await import('./compare-run')
    await runCompare(options, io)
  })
}
