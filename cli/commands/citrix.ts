import { Command, InvalidArgumentError, Option } from 'commander'
import type { CliIo } from '../io'

export interface SiteAccess {
  site: string
  customer: string
  instance: string
  tokenFile: string
  gap: number
}

export interface CitrixPlanOptions extends SiteAccess {
  set: string
  out: string
  policies?: string
  ids?: string
  adopt: string[]
}

export interface CitrixApplyOptions {
  plan: string
  tokenFile: string
  gap: number
}

export interface CitrixSimulateOptions extends SiteAccess {
  deliveryGroup: string
  computer: string
}

const gap = () =>
  new Option('--gap <ms>', 'the least time between two calls').default(200).argParser(milliseconds)

/** `citrix plan`, `apply`, `simulate`: the farm's Citrix settings onto a site, over its Orchestration REST API. */
export function citrixCommand(io: CliIo): Command {
  const command = new Command('citrix').description(
    'write the farm’s policies to a Citrix site over its REST API (unproven against a live site)',
  )
  withSite(command.command('plan'))
    .description('read a policy set, and write down what to call on it; nothing is changed')
    .requiredOption('--out <file>', 'where the plan goes: it holds no credential')
    .option('--set <name>', 'the policy set', 'SitePolicies')
    .option('--policies <path>', 'a file or folder of policies in place of what the farm has published')
    .option('--ids <file>', 'ids of delivery groups, tags and users by name')
    .option(
      '--adopt <name>',
      'take over a policy of the site that has this name; may be repeated',
      collect,
      [],
    )
    .action(async (options: CitrixPlanOptions) => {
      const { runCitrixPlan } = await import('../citrix/plan-run')
      await runCitrixPlan(options, io)
    })
  command
    .command('apply')
    .description('make the calls of a plan, each only while the site is as planned; goes on after a stop')
    .requiredOption('--plan <file>', 'what `vipfarm citrix plan` wrote')
    .requiredOption('--token-file <file>', 'the bearer token of the site; - for standard input')
    .addOption(gap())
    .action(async (options: CitrixApplyOptions) => {
      const { runCitrixApply } = await import('../citrix/apply-run')
      await runCitrixApply(options, io)
    })
  withSite(command.command('simulate'))
    .description('what the site says would win on a machine')
    .requiredOption('--delivery-group <guid>', 'the id of the delivery group')
    .requiredOption('--computer <name>', 'the machine')
    .action(async (options: CitrixSimulateOptions) => {
      const { runCitrixSimulate } = await import('../citrix/simulate-run')
      await runCitrixSimulate(options, io)
    })
  return command
}

function withSite(command: Command): Command {
  return command
    .requiredOption('--site <url>', 'the Delivery Controller, or https://api.cloud.com', siteOrigin)
    .requiredOption('--instance <id>', 'the id of the site')
    .option('--customer <id>', 'the customer of Citrix Cloud', 'CitrixOnPremises')
    .requiredOption('--token-file <file>', 'the bearer token of the site; - for standard input')
    .addOption(gap())
}

function milliseconds(typed: string): number {
  if (/^\d{1,5}$/.test(typed)) return Number(typed)
  throw new InvalidArgumentError('Give milliseconds, 0 to 99999.')
}

const collect = (name: string, names: string[]) => [...names, name]

/** A credential travels with each call: in the clear on this machine only. */
export function siteOrigin(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : null
  const isLocal = url !== null && /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(url.hostname)
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) && url.username === '')
    return url.origin
  throw new InvalidArgumentError('Give an address such as https://ddc.example.com.')
}
