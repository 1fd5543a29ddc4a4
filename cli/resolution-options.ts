import { type Command, Option } from 'commander'

/** What every command that resolves takes beside its files. */
export interface ResolutionChoices {
  filterRule: 'all-types' | 'any-type'
  allowUnverifiedOs?: true
}

export function withResolutionOptions(command: Command): Command {
  return command
    .option(
      '--allow-unverified-os',
      'take releases that nobody has verified (Windows Server 2025) as supported',
    )
    .addOption(
      new Option('--filter-rule <rule>', 'how filters of different types combine')
        .choices(['all-types', 'any-type'])
        .default('all-types'),
    )
}
