import { Command } from 'commander'
import { type DeliveryOptions, recordLine, withDeliveryOptions } from '../delivery-options'
import type { CliIo } from '../io'
import { revisionNumber } from '../revision-number'

export interface PublishOptions extends DeliveryOptions {
  reason: string
  ticket?: string
  base?: number
  ask?: true
  json?: true
}

/** `publish --reason TEXT`: the draft becomes a revision, at once or in waves. */
export function publishCommand(io: CliIo): Command {
  const described = new Command('publish')
    .description('publish the draft: to all hosts at once, or in waves')
    .requiredOption('--reason <text>', 'why, for the history and the record', recordLine(500))
    .option('--ticket <text>', 'the change ticket', recordLine(100))
    .option('--base <revision>', 'refuse unless this is the newest revision (0: none yet)', revisionNumber)
    .option('--ask', 'ask a second person to agree, where so many hosts need one')
    .option('--json', 'print one line of JSON')
  return withDeliveryOptions(described).action(async (options: PublishOptions) => {
    const { runPublish } = await import('../publish-run')
    await runPublish(options, io)
  })
}
