/** The frame of the `vipfarm` command. A command is one file in `commands/`, which loads what is heavy when it runs. */

import { Command, CommanderError } from 'commander'
import { addressCommand } from './commands/address'
import { analyzeCommand } from './commands/analyze'
import { applyCommand } from './commands/apply'
import { approvalCommand } from './commands/approval'
import { citrixCommand } from './commands/citrix'
import { compareCommand } from './commands/compare'
import { convertCommand } from './commands/convert'
import { doctorCommand } from './commands/doctor'
import { exportCommand } from './commands/export'
import { historyCommand, restoreCommand } from './commands/history'
import { importCommand } from './commands/import'
import { planCommand } from './commands/plan'
import { publishCommand } from './commands/publish'
import { resolveCommand } from './commands/resolve'
import { rolloutCommand } from './commands/rollout'
import { tokenCommand } from './commands/token'
import { userCommand } from './commands/user'
import { whatIfCommand } from './commands/whatif'
import { whoCommand } from './commands/who'
import { CliError, type CliIo } from './io'

export const EXIT_FAILED = 1
export const EXIT_USAGE = 2

/** The whole command, not yet run. It never ends the process: bad usage is thrown as commander's own error. */
export function buildProgram(io: CliIo): Command {
  const program = new Command('vipfarm')
    .description('Virtual IP and virtual loopback for session-host farms')
    .helpCommand('help [command]', 'show the help of a command')
  program.addCommand(addressCommand(io))
  program.addCommand(resolveCommand(io))
  program.addCommand(whatIfCommand(io))
  program.addCommand(compareCommand(io))
  program.addCommand(importCommand(io))
  program.addCommand(convertCommand(io))
  program.addCommand(planCommand(io))
  program.addCommand(applyCommand(io))
  program.addCommand(citrixCommand(io))
  program.addCommand(publishCommand(io))
  program.addCommand(approvalCommand(io))
  program.addCommand(historyCommand(io))
  program.addCommand(restoreCommand(io))
  program.addCommand(rolloutCommand(io))
  program.addCommand(analyzeCommand(io))
  program.addCommand(userCommand(io))
  program.addCommand(tokenCommand(io))
  program.addCommand(whoCommand(io))
  program.addCommand(exportCommand(io))
  program.addCommand(doctorCommand(io))
  prepare(program, io)
  return program
}

/**
 * Runs the command line (without the names of node and script) and gives the exit code: 0, 1 when the job failed or the
 * input is bad, 2 when the command line itself is wrong.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  try {
    await buildProgram(io).parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
    if (!(error instanceof CliError)) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      io.stderr(`vipfarm: unexpected error: ${text}\n`)
      return EXIT_FAILED
    }
    for (const line of error.lines) io.stderr(`vipfarm: ${line}\n`)
    return EXIT_FAILED
  }
}

// Commander hands these down only to commands that it makes itself.
function prepare(command: Command, io: CliIo): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout(text), writeErr: (text) => io.stderr(text) })
    .showHelpAfterError(`(${commandPath(command)} --help says more)`)
  for (const child of command.commands) prepare(child, io)
}

function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name()
}
