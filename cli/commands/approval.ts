import { Command } from 'commander'
import { recordLine } from '../delivery-options'
import type { CliIo } from '../io'

/** `approval list`, `approve`, `decline`: publishes that wait for a second person. At most one waits at a time. */
export function approvalCommand(io: CliIo): Command {
  const command = new Command('approval').description(
    'publishes that reach so many hosts that two people must agree',
  )
  command
    .command('list')
    .description('the last 20, newest first')
    .option('--json', 'print one line of JSON')
    .action(async (options: { json?: true }) => {
      const { runApprovals } = await import('../approval-run')
      await runApprovals(options, io)
    })
  for (const [name, description] of [
    [
      'approve',
      'publish the draft that waits, in the name of who asked; not for what the command itself asked for',
    ],
    ['decline', 'do not publish it; what the command itself asked for is withdrawn'],
  ] as const) {
    command
      .command(name)
      .description(description)
      .requiredOption('--reason <text>', 'why, for the record', recordLine(500))
      .action(async ({ reason }: { reason: string }) => {
        const { runDecision } = await import('../approval-run')
        await runDecision(name, reason, io)
      })
  }
  return command
}
