import { Command } from 'commander'
import { borrowFarm, CLI_ACTOR } from '../borrow-farm'
import {
  type DeliveryOptions,
  deliveryOf,
  publishedText,
  recordLine,
  withDeliveryOptions,
} from '../delivery-options'
import type { CliIo } from '../io'

interface ApplyOptions extends DeliveryOptions {
  plan: string
  reason: string
  ticket?: string
}

/** `apply --plan HASH --reason TEXT`: exactly that plan, or nothing; at once or in waves. */
export function applyCommand(io: CliIo): Command {
  const described = new Command('apply')
    .description('publish a stored plan exactly as it stands; refused when anything moved since')
    .requiredOption('--plan <hash>', 'what `vipfarm plan` printed')
    .requiredOption('--reason <text>', 'why, for the history and the record', recordLine(500))
    .option('--ticket <text>', 'the change ticket', recordLine(100))
  return withDeliveryOptions(described).action(async (options: ApplyOptions) => {
    const { plan: hash, reason, ticket } = options
    const delivery = deliveryOf(options)
    const published = await borrowFarm(io, async ({ context }) => {
      const { applyPlan } = await import('~/server/services/policies/apply-plan')
      return applyPlan(await context(), CLI_ACTOR, { hash, reason, ticket, ...delivery })
    })
    io.stdout(publishedText(published))
  })
}
