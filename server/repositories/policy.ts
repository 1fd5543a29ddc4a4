/** The draft: policies as they are edited. Priorities are 1..N without holes; callers that change them hold `lockDraft`. */

import type { Filter, Policy, PolicySettings } from '~/domain/policy-model'
import type { Db } from './db'
import { lockWord } from './farm-lock'

/** A policy of the draft with its bookkeeping. `updatedBy` is a user's id, or `cli`. */
export interface PolicyRecord extends Policy {
  id: string
  version: number
  updatedAt: Date
  updatedBy: string
}

const COLUMNS = {
  id: true,
  name: true,
  description: true,
  enabled: true,
  priority: true,
  settings: true,
  filters: true,
  version: true,
  updatedAt: true,
  updatedBy: true,
} as const

type Row = Omit<PolicyRecord, 'settings' | 'filters'> & { settings: unknown; filters: unknown }

const recordOf = (row: Row): PolicyRecord => ({
  ...row,
  settings: row.settings as PolicySettings,
  filters: row.filters as Filter[],
})

/** Serialises those who add, remove or reorder policies; until the transaction ends. */
export const lockDraft = (tx: Db): Promise<void> => lockWord(tx, 'policy-draft')

/** Highest priority first. One statement: all of one moment. */
export async function listPolicies(db: Db): Promise<PolicyRecord[]> {
  return (await db.policy.findMany({ select: COLUMNS, orderBy: { priority: 'asc' } })).map(recordOf)
}

export async function findPolicy(db: Db, id: string): Promise<PolicyRecord | null> {
  const row = await db.policy.findUnique({ where: { id }, select: COLUMNS })
  return row && recordOf(row)
}

export const countPolicies = (db: Db): Promise<number> => db.policy.count()

/** Names that differ only in case are one name. */
export async function isPolicyNameTaken(db: Db, name: string, exceptId?: string): Promise<boolean> {
  const found = await db.$queryRawUnsafe<object[]>(
    'SELECT 1 AS found FROM policy WHERE lower(name) = lower($1) AND id IS DISTINCT FROM $2::uuid',
    name,
    exceptId ?? null,
  )
  return found.length > 0
}

export async function insertPolicy(
  tx: Db,
  policy: { name: string; description: string; priority: number; updatedBy: string; at: Date },
): Promise<PolicyRecord> {
  const { at, ...data } = policy
  const row = await tx.policy.create({ data: { ...data, createdAt: at, updatedAt: at }, select: COLUMNS })
  return recordOf(row)
}

export type PolicyContent = Omit<Policy, 'priority'>

/** Null when the policy has another version by now. */
export async function savePolicyContent(
  tx: Db,
  { id, version }: { id: string; version: number },
  content: PolicyContent & { updatedBy: string; at: Date },
): Promise<PolicyRecord | null> {
  const { at, settings, filters, ...rest } = content
  const { count } = await tx.policy.updateMany({
    where: { id, version },
    data: {
      ...rest,
      settings: settings as object,
      filters: filters as object[],
      version: { increment: 1 },
      updatedAt: at,
    },
  })
  return count === 0 ? null : findPolicy(tx, id)
}

export async function deletePolicy(
  tx: Db,
  { id, version }: { id: string; version: number },
): Promise<boolean> {
  const { count } = await tx.policy.deleteMany({ where: { id, version } })
  return count === 1
}

/** Gives the policies the priorities 1..N in this order. Versions stay: what is saved is not what moved. */
export async function writePriorities(tx: Db, idsInOrder: readonly string[]): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE policy p SET priority = o.priority::int
     FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, priority)
     WHERE p.id = o.id AND p.priority <> o.priority`,
    [...idsInOrder],
  )
}

/** What is published: the policy itself, without its bookkeeping. */
export const policyOf = ({ name, description, enabled, priority, settings, filters }: Policy): Policy => ({
  name,
  description,
  enabled,
  priority,
  settings,
  filters,
})
