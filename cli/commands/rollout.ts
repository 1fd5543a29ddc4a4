import { Command } from 'commander'
import { recordLine } from '../delivery-options'
import type { CliIo } from '../io'
import { revisionNumber } from '../revision-number'

export interface RolloutOptions {
  reason: string
  json?: true
}

/** `rollout list`, `show`, `halt`, `resume`, `rollback`: revisions on their way to the farm, by their number. */
export function rolloutCommand(io: CliIo): Command {
  const command = new Command('rollout').description('revisions on their way to the farm, wave by wave')
  command
    .command('list')
    .description('the last 20, newest first')
    .option('--json', 'print one line of JSON')
    .action(async (options: { json?: true }) => {
      const { runList } = await import('../rollout-run')
      await runList(options, io)
    })
  command
    .command('show')
    .description('its waves, what its hosts do, what it waits for')
    .argument('[revision]', 'the number of its revision (default: the newest)', revisionNumber)
    .option('--json', 'print one line of JSON')
    .action(async (revision: number | undefined, options: { json?: true }) => {
      const { runShow } = await import('../rollout-run')
      await runShow(revision, options, io)
    })
  for (const [name, description] of [
    ['halt', 'open no further wave; hosts keep what they have'],
    ['resume', 'go on; what is wrong now is accepted'],
    ['rollback', 'take the revision back from the hosts it has reached; no other moves'],
  ] as const) {
    command
      .command(name)
      .description(description)
      .argument('[revision]', 'the number of its revision (default: the one that is open)', revisionNumber)
      .requiredOption('--reason <text>', 'why, for the record', recordLine(500))
      .action(async (revision: number | undefined, options: RolloutOptions) => {
        const { runAct } = await import('../rollout-run')
        await runAct(name, revision, options, io)
      })
  }
  return command
}
