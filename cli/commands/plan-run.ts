/** The work behind `vipfarm plan`. */

import { numbered } from '~/domain/policy-plan'
import { borrowFarm, CLI_ACTOR } from '../borrow-farm'
import type { CliIo } from '../io'
import { planText } from '../plan-text'
import { readPolicyPath } from '../policy-path'
import { leftoverText } from './import-run'
import type { PlanOptions } from './plan'

/** @throws CliError for files that cannot be read, and for policies that break a rule: nothing is stored then. */
export async function runPlan(path: string, options: PlanOptions, io: CliIo): Promise<void> {
  const { imported, notRead } = await readPolicyPath(path, options, io)
  const policies = numbered(imported.policies)
  const plan = await borrowFarm(io, async ({ context }) => {
    const { storePlan } = await import('~/server/services/policies/store-plan')
    return storePlan(await context(), CLI_ACTOR, { policies })
  })
  const { unknown, legacy, notes, attachments } = imported
  const whole = { ...plan, unknown, legacy, notes, attachments, notRead }
  if (options.out !== undefined) await io.writeFile(options.out, `${JSON.stringify(whole, null, 2)}\n`)
  const left = notRead.map((file) => `${file}: not read: by its name it holds no policies\n`)
  io.stderr(left.join('') + leftoverText(imported))
  io.stdout(options.json ? `${JSON.stringify(whole)}\n` : planText(plan))
}
