/** What was in force and since when, kept over restarts of the agent. Losing it costs only the times. */

import { type AppliedState, appliedSchema } from '~/protocol/report'
import type { Storage } from '../storage/storage'

export const APPLIED_FILE = 'applied.json'

export interface AppliedRecord {
  applied: AppliedState
  /** Settings whose value on the host is ours. */
  owned: string[]
}

export const NOTHING_APPLIED: AppliedRecord = {
  applied: { generation: 0, items: [], effective: {} },
  owned: [],
}

export async function loadApplied(storage: Storage): Promise<AppliedRecord> {
  try {
    const { applied, owned } = JSON.parse((await storage.read(APPLIED_FILE)) ?? '')
    if (!Array.isArray(owned) || !owned.every((one) => typeof one === 'string')) return NOTHING_APPLIED
    return { applied: appliedSchema.parse(applied), owned }
  } catch {
    return NOTHING_APPLIED
  }
}

export async function saveApplied(storage: Storage, record: AppliedRecord): Promise<void> {
  await storage.writeAtomic(APPLIED_FILE, JSON.stringify(record))
}
