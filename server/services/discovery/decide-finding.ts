/** What people decide of a finding: into the draft, away for good, or away for a while. */

import { acceptInto } from '~/domain/discovery/accept'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import {
  type FindingChange,
  type FindingRecord,
  lockFinding,
  updateFinding,
} from '../../repositories/finding'
import { findPolicy, lockDraft, type PolicyRecord, savePolicyContent } from '../../repositories/policy'
import type { ServiceContext } from '../context'
import { requireSound } from '../policies/check-draft'
import { noSuchPolicy } from '../policies/read-draft'
import type { AcceptedFinding, FindingView } from '../views/discovery-view'
import { getFinding, noSuchFinding } from './list-findings'

/**
 * Puts the program, and the ends that it talks to, into a policy of the draft; nothing is published.
 * @throws AppError `not-found`, `bad-input` when the policy would break a rule.
 */
export async function acceptFinding(
  ctx: ServiceContext,
  actor: Actor,
  { id, policyId }: { id: string; policyId: string },
): Promise<AcceptedFinding> {
  return inTransaction(ctx.database, async (tx) => {
    await lockDraft(tx)
    const finding = await lockFinding(tx, id)
    if (!finding) throw noSuchFinding()
    const policy = await findPolicy(tx, policyId)
    if (!policy) throw noSuchPolicy()
    const { settings, changes } = acceptInto(policy.settings, finding.content, finding.family)
    if (changes.length > 0) await saveSettings(tx, ctx, actor, policy, settings)
    await decide(
      tx,
      ctx,
      actor,
      finding,
      { state: 'accepted', policyId, reason: null },
      { changes, policy: policy.name },
    )
    return { policy: { id: policy.id, name: policy.name }, changes }
  })
}

async function saveSettings(
  tx: Db,
  ctx: ServiceContext,
  actor: Actor,
  policy: PolicyRecord,
  settings: PolicyRecord['settings'],
): Promise<void> {
  const { id, version, name, description, enabled, filters, priority } = policy
  const content = { name, description, enabled, settings, filters }
  await requireSound(tx, { ...content, priority }, id)
  const updatedBy = actor.id ?? actor.kind
  await savePolicyContent(tx, { id, version }, { ...content, updatedBy, at: ctx.clock.now() })
}

/** @throws AppError `not-found` */
export async function dismissFinding(
  ctx: ServiceContext,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<FindingView> {
  return put(ctx, actor, id, { state: 'dismissed', reason })
}

/** @throws AppError `not-found`, `bad-input` for a time that is over. */
export async function snoozeFinding(
  ctx: ServiceContext,
  actor: Actor,
  { id, until, reason }: { id: string; until: string; reason?: string },
): Promise<FindingView> {
  const snoozedUntil = new Date(until)
  if (snoozedUntil <= ctx.clock.now()) {
    throw new AppError('bad-input', 'until: it lies in the past.', {
      problems: [
        { field: 'until', value: until, rule: 'the time must lie ahead', mend: 'Choose a later one.' },
      ],
    })
  }
  return put(ctx, actor, id, { state: 'snoozed', snoozedUntil, reason: reason ?? null })
}

/** Takes a decision back. @throws AppError `not-found` */
export async function reopenFinding(
  ctx: ServiceContext,
  actor: Actor,
  { id }: { id: string },
): Promise<FindingView> {
  return put(ctx, actor, id, { state: 'open', reason: null })
}

async function put(
  ctx: ServiceContext,
  actor: Actor,
  id: string,
  change: FindingChange & { state: FindingRecord['state'] },
): Promise<FindingView> {
  await inTransaction(ctx.database, async (tx) => {
    const finding = await lockFinding(tx, id)
    if (!finding) throw noSuchFinding()
    await decide(tx, ctx, actor, finding, { snoozedUntil: null, policyId: null, ...change })
  })
  return getFinding(ctx, { id })
}

const VERBS = {
  accepted: 'finding.accept',
  dismissed: 'finding.dismiss',
  snoozed: 'finding.snooze',
  open: 'finding.reopen',
  closed: 'finding.close',
} as const

async function decide(
  tx: Db,
  ctx: ServiceContext,
  actor: Actor,
  finding: FindingRecord,
  change: FindingChange & { state: FindingRecord['state'] },
  more: object = {},
): Promise<void> {
  await updateFinding(tx, finding.id, {
    ...change,
    decidedKey: finding.evidenceKey,
    decidedBy: actor.id ?? actor.kind,
    stateAt: ctx.clock.now(),
  })
  await recordAudit(tx, {
    actor,
    action: VERBS[change.state],
    object: { kind: 'finding', id: finding.id },
    before: { state: finding.state },
    after: {
      state: change.state,
      program: finding.program,
      verdict: finding.verdict,
      ...(change.snoozedUntil && { until: change.snoozedUntil }),
      ...more,
    },
    ...(change.reason && { reason: change.reason }),
  })
}
