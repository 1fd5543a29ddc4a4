import { diffPolicies } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { AppError } from '../../errors'
import type { Db } from '../../repositories/db'
import { listPolicies, policyOf } from '../../repositories/policy'
import { findHead } from '../../repositories/revision'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import type { PolicyList, PolicyRow } from '../views/policy-view'
import { readDraftRows } from './draft-rows'

export async function listDraft(ctx: ServiceContext): Promise<PolicyList> {
  const { database } = ctx
  const head = await findHead(database)
  const policies = await readDraftRows(ctx)
  const names = await userNames(database, head ? [head.publishedBy] : [])
  return {
    head: head && {
      revision: head.number,
      publishedAt: head.publishedAt.toISOString(),
      by: names.get(head.publishedBy) ?? head.publishedBy,
    },
    draftDiffers: diffPolicies(head?.policies ?? [], policies.map(policyOf)).length > 0,
    policies,
  }
}

/** @throws AppError `not-found`. */
export async function getDraftPolicy(ctx: ServiceContext, { id }: { id: string }): Promise<PolicyRow> {
  const row = (await readDraftRows(ctx)).find((policy) => policy.id === id)
  if (!row) throw noSuchPolicy()
  return row
}

export const noSuchPolicy = () =>
  new AppError('not-found', 'There is no such policy in the draft. Somebody may have removed it.')

/** The draft as it would be published. */
export const readDraft = async (db: Db): Promise<Policy[]> => (await listPolicies(db)).map(policyOf)
