import { type Command, Option } from 'commander'

/** What every command that resolves takes beside its files. */
export interface ResolutionChoices {
  /** Absent: all types, or as the settings of the farm say where it is asked. */
  filterRule?: 'all-types' | 'any-type'
  allowUnverifiedOs?: true
}

export function withResolutionOptions(command: Command): Command {
  return command
    .option(
      '--allow-unverified-os',
      'take releases that nobody has verified (Windows Server 2025) as supported',
    )
    .addOption(
      new Option(
        '--filter-rule <rule>',
        'how filters of different types combine: all-types unless said, or unless the farm that is asked says',
      ).choices(['all-types', 'any-type']),
    )
}
