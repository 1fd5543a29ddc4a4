import type { Policy } from '~/domain/policy-model'
import { AppError } from '../../errors'
import { findHead, findRevision } from '../../repositories/revision'
import type { ServiceContext } from '../context'
import { readDraft } from './read-draft'

/** The policies of the draft, of a revision, or (0) of the newest one. @throws AppError `not-found`. */
export async function readPolicies(
  { database }: Pick<ServiceContext, 'database'>,
  which: 'draft' | number,
): Promise<Policy[]> {
  if (which === 'draft') return readDraft(database)
  const found = which === 0 ? await findHead(database) : await findRevision(database, which)
  if (found) return found.policies
  throw new AppError(
    'not-found',
    which === 0 ? 'Nothing was published yet.' : `There is no revision ${which}.`,
  )
}
