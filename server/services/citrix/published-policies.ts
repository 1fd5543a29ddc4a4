import type { Policy } from '~/domain/policy-model'
import { AppError } from '../../errors'
import { findHead } from '../../repositories/revision'
import type { ServiceContext } from '../context'

/** What the farm runs, with its number. @throws AppError `not-found` before the first publish */
export async function publishedPolicies({
  database,
}: Pick<ServiceContext, 'database'>): Promise<{ policies: Policy[]; revision: number }> {
  const head = await findHead(database)
  if (!head) throw new AppError('not-found', 'Nothing was published yet.')
  return { policies: head.policies, revision: head.number }
}
