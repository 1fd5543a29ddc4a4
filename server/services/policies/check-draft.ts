import { checkPolicy } from '~/domain/policy-check'
import type { Policy } from '~/domain/policy-model'
import { type Problem, problem } from '~/domain/result'
import { AppError } from '../../errors'
import type { Db } from '../../repositories/db'
import { isPolicyNameTaken } from '../../repositories/policy'

/** More than any farm has; a bound on what one page and one bundle must hold. */
export const MOST_POLICIES = 500

/** The problems of one policy as its editor names the fields: `settings.VirtualLoopbackPrograms[3]`. */
function problemsOf(policy: Policy): Problem[] {
  return checkPolicy(policy, 'policy').map((found) => ({
    ...found,
    field: found.field.replace(/^policy\./, ''),
  }))
}

/** @throws AppError `bad-input` with every problem of this policy, a name that is taken among them. */
export async function requireSound(db: Db, policy: Policy, exceptId?: string): Promise<void> {
  const problems = problemsOf(policy)
  const nameIsSound = problems.every(({ field }) => field !== 'name')
  if (nameIsSound && (await isPolicyNameTaken(db, policy.name, exceptId))) {
    problems.push(
      problem(
        'name',
        policy.name,
        'another policy has this name; names that differ only in case are one name',
        'Choose another name.',
      ),
    )
  }
  refuseProblems(problems)
}

/** Tells at most 50 of them; the number is in the message. */
export function refuseProblems(problems: readonly Problem[]): void {
  const [first] = problems
  if (!first) return
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new AppError('bad-input', `${first.field}: ${first.rule}${more}.`, {
    problems: problems.slice(0, 50),
  })
}
