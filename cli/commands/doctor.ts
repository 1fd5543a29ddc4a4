import { Command } from 'commander'
import { CliError, type CliIo } from '../io'

/** `doctor` looks at everything a start needs, and changes nothing; `doctor --env` prints the list of variables. */
export function doctorCommand(io: CliIo): Command {
  return new Command('doctor')
    .description('look for what would keep the control plane from working here')
    .option('--env', 'print the documentation of the environment variables, as Markdown')
    .action(async ({ env }: { env?: boolean }) => {
      if (env) {
        const { environmentDocument } = await import('~/server/env')
        io.stdout(environmentDocument())
        return
      }
      const { examine } = await import('~/server/doctor')
      const findings = await examine(io.env)
      for (const { subject, ok, text } of findings)
        io.stdout(`${ok ? 'ok  ' : 'BAD '} ${subject.padEnd(12)} ${text}\n`)
      const bad = findings.filter(({ ok }) => !ok)
      if (bad.length > 0)
        throw new CliError([
          `${bad.length} of ${findings.length} checks failed: ${bad.map(({ subject }) => subject).join(', ')}`,
        ])
    })
}
