import { Command, InvalidArgumentError } from 'commander'
import { checkText } from '~/domain/text'
import { borrowFarm, CLI_ACTOR } from '../borrow-farm'
import type { CliIo } from '../io'

interface ApplyOptions {
  plan: string
  reason: string
  ticket?: string
}

/** `apply --plan HASH --reason TEXT`: exactly that plan, or nothing. */
export function applyCommand(io: CliIo): Command {
  return new Command('apply')
    .description('publish a stored plan exactly as it stands; refused when anything moved since')
    .requiredOption('--plan <hash>', 'what `vipfarm plan` printed')
    .requiredOption('--reason <text>', 'why, for the history and the record', line(500))
    .option('--ticket <text>', 'the change ticket', line(100))
    .action(async ({ plan: hash, reason, ticket }: ApplyOptions) => {
      const { revision, changedHosts } = await borrowFarm(io, async ({ context }) => {
        const { applyPlan } = await import('~/server/services/policies/apply-plan')
        return applyPlan(await context(), CLI_ACTOR, { hash, reason, ticket })
      })
      io.stdout(
        `published revision ${revision}: ${changedHosts} ${changedHosts === 1 ? 'host' : 'hosts'} to change\n`,
      )
    })
}

const line = (longest: number) => (typed: string) => {
  const text = typed.trim()
  const wrong = checkText(text, 'text', longest)
  if (wrong) throw new InvalidArgumentError(`${wrong.rule}. ${wrong.mend}`)
  return text
}
