import { Command, Option } from 'commander'
import type { CliIo } from '../io'

export interface ImportCommandOptions {
  from?: string
  ids?: string
  into?: string
  json?: true
}

/** `import FILE...`: policies of other tools as policies of ours, with a list of all that is different. */
export function importCommand(io: CliIo): Command {
  return new Command('import')
    .description('read policies of other tools: the policies as YAML, what could not be taken over on stderr')
    .argument('<file...>', 'Citrix XML, clixml or REST JSON, terraform, .reg, YAML, CSV or text')
    .option('--from <format>', 'the format, where the file does not show it')
    .option(
      '--ids <file>',
      'names of delivery groups, tags and users by id: {"deliveryGroups": {"name": "id"}}',
    )
    .addOption(new Option('--into <setting>', 'the setting that a bare list of programs becomes'))
    .option('--json', 'print one line of JSON: policies, unknown, legacy, notes, attachments')
    .action(async (files: string[], options: ImportCommandOptions) => {
      const { runImport } = await import('./import-run')
      await runImport(files, options, io)
    })
}
