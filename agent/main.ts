/** The agent's command. Results on standard output, everything else on standard error; 1 for errors, 2 for usage. */

import { UsageError } from './cli/arguments'
import { enrollCommand } from './cli/enroll'
import { probeCommand } from './cli/probe'
import { restoreCommand } from './cli/restore'
import { runCommand } from './cli/run'
import { sessionRunCommand } from './cli/session-run'
import { simulateCommand } from './cli/simulate'
import { verifyCommand } from './cli/verify'
import { takeOverCommand } from './cli/windows'
import { messageOf } from './log'
import { AGENT_VERSION } from './version'

const HELP = `vipfarm-agent ${AGENT_VERSION}

  vipfarm-agent enroll --server URL --token TOKEN [--name NAME] [--state DIR] [--driver linux|windows|simulated]
      Make this machine a host of a farm.
  vipfarm-agent run [--state DIR] [--driver linux|windows|simulated] [--observe-only] [--seed N]
                    [--server URL] [--token-file FILE] [--service]
      Run the agent of an enrolled host. With --observe-only it reports what it sees and enforces nothing. With a
      server and a token from outside the image it enrols at boot: where nothing is kept, where the state was copied
      from another machine, and where the farm has withdrawn the key. With --service it ends with its input.
  vipfarm-agent session run --session ID [--user NAME] [--vip ADDRESS] [--state DIR] -- PROGRAM [ARGS...]
      Run a program in a session that the agent of this state directory reports. NAME is a label: the program
      runs as whoever starts it. ADDRESS becomes the session's virtual IP. Where the session is filtered, what
      still runs in it when PROGRAM ends is ended too.
  vipfarm-agent session run --session ID --policies FILE [--host FILE] ... -- PROGRAM [ARGS...]
      The same without a server: the policies of FILE, in the format of vipfarm resolve, are resolved for this
      machine (or for the host that FILE describes) and enforced.
  vipfarm-agent probe [--json]
      Say whether this machine can enforce, by which driver, whether it can lease by DHCP, and what to mend.
  vipfarm-agent verify [--json] [--state DIR]
      Prove for each open session that the filter works: exit code 0 where it does in all, else 1.
  vipfarm-agent take-over --setting ID [--state DIR]
      On Windows: allow the agent to overwrite a value that somebody else wrote. Stop the agent first.
  vipfarm-agent restore [--state DIR]
      Take back what the agent changed on this machine: on Windows every value, on Linux the filter and the virtual IPs
      of sessions, which go on without them. Stop the agent first.
  vipfarm-agent simulate --server URL (--token TOKEN [--hosts N] [--prefix NAME] | --groups PREFIX:HOSTS:TOKEN,...)
                         [--sessions N] [--minutes N] [--fault HOST:KIND[:SETTING]] [--seed N] [--state DIR]
      Run a farm of simulated hosts. Without --state they are forgotten at the end.

Environment: VIPFARM_AGENT_STATE (state directory), VIPFARM_ENROLMENT_TOKEN (instead of --token), VIPFARM_SERVER and
VIPFARM_TOKEN_FILE (instead of --server and --token-file of run),
VIPFARM_ALLOW_PLAIN_HTTP=1 (plain HTTP over a network; not for production), NODE_EXTRA_CA_CERTS (own authority).
`

type Command = (args: string[]) => Promise<number>

const COMMANDS: Record<string, Command> = {
  enroll: enrollCommand,
  probe: probeCommand,
  run: runCommand,
  'session run': sessionRunCommand,
  simulate: simulateCommand,
  'take-over': takeOverCommand,
  restore: restoreCommand,
  verify: verifyCommand,
}

async function main(args: string[]): Promise<number> {
  const [first, second] = args
  if (first === undefined || first === 'help' || first === '--help') {
    ;(first === undefined ? process.stderr : process.stdout).write(HELP)
    return first === undefined ? 2 : 0
  }
  if (first === '--version') {
    process.stdout.write(`${AGENT_VERSION}\n`)
    return 0
  }
  const name = first === 'session' ? `session ${second ?? ''}`.trim() : first
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) throw new UsageError(`there is no command ${JSON.stringify(name)}; try vipfarm-agent help`)
  const rest = args.slice(name.split(' ').length)
  if (rest[0] === '--help') {
    process.stdout.write(HELP)
    return 0
  }
  return command(rest)
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    process.stderr.write(`vipfarm-agent: ${messageOf(error)}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  },
)
