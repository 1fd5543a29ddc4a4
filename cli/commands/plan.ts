import { Command } from 'commander'
import type { CliIo } from '../io'

export interface PlanOptions {
  from?: string
  ids?: string
  into?: string
  out?: string
  json?: true
}

/** `plan DIR|FILE`: what would change were these the farm's policies, stored on the server until it is applied. */
export function planCommand(io: CliIo): Command {
  return new Command('plan')
    .description('compare policy files with what is published, and store what would change under a hash')
    .argument('<path>', 'a folder of policy files, or one file of any format that `vipfarm import` reads')
    .option('--from <format>', 'the format, where the file does not show it')
    .option(
      '--ids <file>',
      'names of delivery groups, tags and users by id: {"deliveryGroups": {"name": "id"}}',
    )
    .option('--into <setting>', 'the setting that a bare list of programs becomes')
    .option('--out <file>', 'write the plan to a file as JSON too, for whoever reviews it')
    .option('--json', 'print one line of JSON')
    .action(async (path: string, options: PlanOptions) => {
      const { runPlan } = await import('./plan-run')
      await runPlan(path, options, io)
    })
}
