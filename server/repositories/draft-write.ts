import type { Policy } from '~/domain/policy-model'
import type { DraftEdits } from '~/domain/policy-plan'
import type { Db } from './db'

/** Carries out the edits. The caller holds `lockDraft`, and read the draft under it. */
export async function writeDraft(
  tx: Db,
  { remove, write, create }: DraftEdits,
  { updatedBy, at }: { updatedBy: string; at: Date },
): Promise<void> {
  const stamp = { updatedBy, updatedAt: at }
  // First what goes: its names are free for those that come.
  if (remove.length > 0) await tx.policy.deleteMany({ where: { id: { in: remove } } })
  for (const { id, policy } of write) {
    await tx.policy.update({ where: { id }, data: { ...row(policy), ...stamp, version: { increment: 1 } } })
  }
  if (create.length > 0) {
    await tx.policy.createMany({
      data: create.map((policy) => ({ ...row(policy), ...stamp, createdAt: at })),
    })
  }
}

const row = ({ name, description, enabled, priority, settings, filters }: Policy) => ({
  name,
  description,
  enabled,
  priority,
  settings: settings as object,
  filters: filters as object[],
})
