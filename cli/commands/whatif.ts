import { Command } from 'commander'
import type { CliIo } from '../io'
import { type ResolutionChoices, withResolutionOptions } from '../resolution-options'

export interface WhatIfOptions extends ResolutionChoices {
  /** Absent: those of the farm. */
  policies?: string
  host: string
  draft?: true
  user?: string
  group?: string[]
  clientIp?: string
  clientName?: string
  clientPlatform?: string
  accessControl?: string
  session?: string[]
  json?: true
  html?: string
}

/**
 * `whatif [--policies FILE] --host FILE`: all that `resolve` says, and why, for users and sessions that need not exist;
 * of policies in a file, or of the farm's.
 */
export function whatIfCommand(io: CliIo): Command {
  const described = new Command('whatif')
    .description(
      'resolve policies with the evidence of every filter, for a host and a user that need not exist',
    )
    .option(
      '--policies <file>',
      'policies, as JSON or YAML: {"policies": [...]}; without it those of the farm, as published',
    )
    .requiredOption(
      '--host <file>',
      'facts of the host and its sessions, as JSON or YAML; without --policies also the name of a host of the farm',
    )
    .option('--draft', "of the farm's policies, those of the draft")
    .option('--user <name>', 'a user to ask about')
    .option('--group <name...>', 'groups of the user')
    .option('--client-ip <address>', 'the address of their device')
    .option('--client-name <name>', 'the name of their device')
    .option('--client-platform <platform>', 'Windows, Linux, Mac, Ios, Android or Html5')
    .option('--access-control <connection>', 'WithAccessGateway or WithoutAccessGateway')
    .option('--session <id...>', 'session ids to predict addresses for')
    .option(
      '--json',
      'print one line of JSON: that of `resolve`, with evidence, skipped, lost, predictions and user',
    )
    .option('--html <file>', 'write a page of its own')
  return withResolutionOptions(described).action(async (options: WhatIfOptions, command: Command) => {
    if (options.policies !== undefined && options.draft) {
      command.error('error: give --policies or --draft, not both', { exitCode: 2 })
    }
    const { runWhatIf } = await import('./whatif-run')
    await runWhatIf(options, io)
  })
}
