import { Command, Option } from 'commander'
import type { CliIo } from '../io'

export interface ResolveOptions {
  policies: string
  host: string
  json?: true
  filterRule: 'all-types' | 'any-type'
  allowUnverifiedOs?: true
}

/** `resolve --policies FILE --host FILE`: what a host is told, by which policies, without a server. */
export function resolveCommand(io: CliIo): Command {
  return new Command('resolve')
    .description('resolve policies for a host, offline')
    .requiredOption('--policies <file>', 'policies, as JSON or YAML: {"policies": [...]}')
    .requiredOption('--host <file>', 'facts of the host and its sessions, as JSON or YAML')
    .option('--json', 'print one line of JSON')
    .option(
      '--allow-unverified-os',
      'take releases that nobody has verified (Windows Server 2025) as supported',
    )
    .addOption(
      new Option('--filter-rule <rule>', 'how filters of different types combine')
        .choices(['all-types', 'any-type'])
        .default('all-types'),
    )
    .action(async (options: ResolveOptions) => {
      // The YAML reader is most of this command; `address` must not wait for it.
      const { runResolve } = await import('../resolve-files')
      await runResolve(options, io)
    })
}
