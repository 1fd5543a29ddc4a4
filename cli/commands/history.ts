import { Command } from 'commander'
import { recordLine } from '../delivery-options'
import type { CliIo } from '../io'
import { revisionNumber } from '../revision-number'

/** `history`: what was published, by whom and why. */
export function historyCommand(io: CliIo): Command {
  return new Command('history')
    .description('the last 20 revisions, newest first')
    .option('--json', 'print one line of JSON')
    .action(async (options: { json?: true }) => {
      const { runHistory } = await import('../publish-run')
      await runHistory(options, io)
    })
}

interface RestoreOptions {
  reason: string
  ticket?: string
  json?: true
}

/** `restore REVISION --reason TEXT`: an older revision, published again as a new one. */
export function restoreCommand(io: CliIo): Command {
  return new Command('restore')
    .description('publish an older revision again, as a new one; the draft becomes what it was then')
    .argument('<revision>', 'the number of the revision to bring back', revisionNumber)
    .requiredOption('--reason <text>', 'why, for the history and the record', recordLine(500))
    .option('--ticket <text>', 'the change ticket', recordLine(100))
    .option('--json', 'print one line of JSON')
    .action(async (number: number, options: RestoreOptions) => {
      const { runRestore } = await import('../publish-run')
      await runRestore(number, options, io)
    })
}
