import { Command } from 'commander'
import { loopbackOf, sessionOf } from '~/domain/address'
import { fail, problemText, type Result } from '~/domain/result'
import { CliError, type CliIo } from '../io'

/** `address 7` prints 127.0.0.8; `address --of 127.0.1.0` prints 255. */
export function addressCommand(io: CliIo): Command {
  const command = new Command('address')
    .description('the loopback address of a session, or the session of an address')
    .argument('[session-id]', 'a session id, 0 to 16777214')
    .option('--of <address>', 'print the session id of this address, 127.0.0.1 to 127.255.255.255')
  return command.action((sessionId: string | undefined, { of }: { of?: string }) => {
    if ((sessionId === undefined) === (of === undefined)) {
      command.error('error: give either a session id or --of with an address', { exitCode: 2 })
    }
    const answer = of === undefined ? addressOf(sessionId ?? '') : sessionOf(of)
    if (!answer.ok) throw new CliError([problemText(answer.problem)])
    io.stdout(`${answer.value}\n`)
  })
}

// Digits only: `0x7`, `1e3` and the like are more often a slip than a session id.
function addressOf(typed: string): Result<string> {
  if (/^-?\d+(?:\.\d+)?$/.test(typed)) return loopbackOf(Number(typed))
  return fail(
    'session id',
    typed,
    'a session id is a whole number from 0 to 16777214',
    'Give the id as the session list of the host shows it.',
  )
}
