import { Command, Option } from 'commander'
import type { CliIo } from '../io'

export interface ConvertOptions {
  to: 'terraform' | 'rest' | 'powershell' | 'reg' | 'yaml'
  from?: string
  ids?: string
  into?: string
  policy?: string
  arch: 'x64' | 'x86'
  out?: string
  strict?: true
}

/** `convert --to FORMAT FILE...`: policies of any readable format in the words of another tool. */
export function convertCommand(io: CliIo): Command {
  return new Command('convert')
    .description('write policies for other tools; what a tool has no words for is listed on stderr')
    .argument('<file...>', 'policies in any format that `vipfarm import` reads')
    .addOption(
      new Option('--to <format>', 'the format to write')
        .choices(['terraform', 'rest', 'powershell', 'reg', 'yaml'])
        .makeOptionMandatory(),
    )
    .option('--from <format>', 'the format of the files, where they do not show it')
    .option('--ids <file>', 'ids of delivery groups, tags and users: {"deliveryGroups": {"name": "id"}}')
    .option('--into <setting>', 'the setting that a bare list of programs becomes')
    .option('--policy <name>', 'only this policy; a .reg file holds one')
    .addOption(
      new Option('--arch <arch>', 'of the hosts that import a .reg file')
        .choices(['x64', 'x86'])
        .default('x64'),
    )
    .option('--out <file>', 'write to a file; .reg as UTF-16, as regedit does')
    .option('--strict', 'fail when anything cannot be said in the other format')
    .action(async (files: string[], options: ConvertOptions) => {
      const { runConvert } = await import('./convert-run')
      await runConvert(files, options, io)
    })
}
