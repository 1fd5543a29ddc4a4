import { Command } from 'commander'
import type { CliIo } from '../io'
import { type ResolutionChoices, withResolutionOptions } from '../resolution-options'

export interface ResolveOptions extends ResolutionChoices {
  policies: string
  host: string
  json?: true
}

/** `resolve --policies FILE --host FILE`: what a host is told, by which policies, without a server. */
export function resolveCommand(io: CliIo): Command {
  const described = new Command('resolve')
    .description('resolve policies for a host, offline')
    .requiredOption('--policies <file>', 'policies, as JSON or YAML: {"policies": [...]}')
    .requiredOption('--host <file>', 'facts of the host and its sessions, as JSON or YAML')
    .option('--json', 'print one line of JSON')
  return withResolutionOptions(described).action(async (options: ResolveOptions) => {
    // The YAML reader is most of this command; `address` must not wait for it.
    const { runResolve } = await import('../resolve-files')
    await runResolve(options, io)
  })
}
