import { Command } from 'commander'
import type { CliIo } from '../io'

export interface WhoOptions {
  at?: string
  host?: string
  session?: string
  user?: string
  from?: string
  to?: string
  json?: true
}

/** `who ADDRESS --at TIME`: the time machine. Also what a session (`--session`) or a user (`--user`) held. */
export function whoCommand(io: CliIo): Command {
  const command = new Command('who')
    .description('who held an address at an instant; what a session or a user held')
    .argument('[address]', 'an IPv4 address, such as 127.0.0.8')
    .option('--at <time>', 'ISO 8601 with a zone, such as 2026-05-03T14:03:10Z (default: now)')
    .option('--host <name>', 'only on this host: every host has the same loopback addresses')
    .option('--session <host/number>', 'what the sessions of this number held; --at picks the one open then')
    .option('--user <name>', 'what a user held in the period --from to --to')
    .option('--from <time>', 'the start of the period')
    .option('--to <time>', 'the end of the period (default: now)')
    .option('--json', 'print one line of JSON')
  return command.action(async (address: string | undefined, options: WhoOptions) => {
    const misuse = misuseOf(address, options)
    if (misuse) command.error(`error: ${misuse}`, { exitCode: 2 })
    const { runWho } = await import('../who-run')
    await runWho(address, options, io)
  })
}

function misuseOf(address: string | undefined, options: WhoOptions): string | null {
  const { session, user, from, to, host, at } = options
  if ([address, session, user].filter((subject) => subject !== undefined).length !== 1) {
    return 'give an address, --session or --user, and only one of them'
  }
  if (user === undefined && (from !== undefined || to !== undefined))
    return '--from and --to belong to --user'
  if (user !== undefined && from === undefined) return '--user needs --from, the start of the period'
  if (user !== undefined && at !== undefined) return '--at does not belong to --user: give --from and --to'
  if (address === undefined && host !== undefined) return '--host belongs to an address'
  return null
}
