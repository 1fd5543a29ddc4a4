import { Command, InvalidArgumentError } from 'commander'
import type { ServiceContext } from '~/server/services/context'
import { type BorrowedFarm, borrowFarm, CLI_ACTOR } from '../borrow-farm'
import { CliError, type CliIo } from '../io'

interface CreateOptions {
  group: string
  createGroup?: boolean
  uses: number
  hours: number
  tag: string[]
  ou?: string
  label?: string
}

/** `token create --group G`: prints an enrolment token for hosts, this once. */
export function tokenCommand(io: CliIo): Command {
  const create = new Command('create')
    .description('make a token that hosts enrol with')
    .requiredOption('--group <name>', 'the delivery group that hosts join')
    .option('--create-group', 'make the group when there is none of this name')
    .option('--uses <number>', 'how many hosts may use it, 1 to 1000', wholeNumber(1, 1000), 1)
    .option('--hours <number>', 'how long it lives, 1 to 720', wholeNumber(1, 720), 24)
    .option('--tag <tag>', 'a tag for these hosts; may be given again', collect, [])
    .option('--ou <name>', 'the organisational unit of these hosts, as a distinguished name')
    .option('--label <text>', 'what it is for', 'made by vipfarm token create')
    .action(async (options: CreateOptions) => {
      const { token } = await borrowFarm(io, (farm) => createToken(farm, options))
      io.stdout(`${token}\n`)
    })
  return new Command('token').description('enrolment tokens').addCommand(create)
}

async function createToken({ context, serverUrl }: BorrowedFarm, options: CreateOptions) {
  const services = await context()
  const service = await import('~/server/services/create-token')
  const deliveryGroupId = await groupId(services, options)
  const { tag: tags, ou, uses, hours, label = '' } = options
  return service.createToken(services, CLI_ACTOR, {
    label,
    deliveryGroupId,
    tags,
    ou,
    uses,
    hours,
    serverUrl,
  })
}

async function groupId(services: ServiceContext, { group, createGroup }: CreateOptions): Promise<string> {
  const { createDeliveryGroup, listDeliveryGroups } = await import('~/server/services/delivery-groups')
  const { rows } = await listDeliveryGroups(services)
  const found = rows.find(({ name }) => name.toLowerCase() === group.trim().toLowerCase())
  if (found) return found.id
  if (!createGroup) {
    const known = rows.map(({ name }) => name).join(', ') || 'none yet'
    throw new CliError([
      `there is no delivery group ${group} (there are: ${known}). Add --create-group to make it.`,
    ])
  }
  return (await createDeliveryGroup(services, CLI_ACTOR, { name: group, kind: 'Shared' })).id
}

const collect = (value: string, earlier: string[]) => [...earlier, value]

const wholeNumber = (least: number, most: number) => (typed: string) => {
  const value = Number(typed)
  if (/^\d+$/.test(typed) && value >= least && value <= most) return value
  throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`)
}
