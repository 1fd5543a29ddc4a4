/** Policies that somebody wants, against what is published, what is drafted, and what hosts are told. Nothing is written. */

import { diffPolicies } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { lostEdits, policiesText } from '~/domain/policy-plan'
import { sha256 } from '~/protocol/hash'
import type { Db } from '../../repositories/db'
import { type FullRevision, findHead } from '../../repositories/revision'
import { seenOnFarm } from '../discovery/lint-lists'
import type { RestorePlan } from '../views/plan-view'
import { addedWarnings } from './added-warnings'
import { readFarmFacts } from './draft-rows'
import { changedHosts, effectHash, hostEffects } from './host-effect'
import { readDraft } from './read-draft'

export interface Comparison {
  head: FullRevision | null
  draftHash: string
  effectHash: string
  view: RestorePlan
}

/** `wanted` is checked already. Hold the locks of farm and draft where all must be of one moment. */
export async function compareWanted(db: Db, wanted: Policy[]): Promise<Comparison> {
  const head = await findHead(db)
  const draft = await readDraft(db)
  const farm = await readFarmFacts(db)
  const changed = changedHosts(wanted, farm)
  const effects = await hostEffects(db, changed)
  const published = head?.policies ?? []
  return {
    head,
    draftHash: draftHash(draft),
    effectHash: effectHash(changed),
    view: {
      baseRevision: head?.number ?? 0,
      changes: diffPolicies(published, wanted),
      lostEdits: lostEdits(published, draft, wanted),
      hosts: changed.length,
      sessions: effects.reduce((sum, { sessions }) => sum + sessions, 0),
      effects,
      warnings: addedWarnings(published, wanted, { farm, seen: await seenOnFarm(db) }),
    },
  }
}

export const draftHash = (draft: readonly Policy[]): string => sha256(policiesText(draft))
