/**
 * What would be: a resolution with the evidence behind it, for hosts, sessions and users that need not exist yet.
 * Everything it says of settings, losers and warnings is what `resolve` says; it only adds why.
 */

import { type FilterEvidence, type FilterRule, filterVerdict } from './filter'
import { hostConfigOf } from './host-config'
import type { HostFacts, SessionFacts } from './host-facts'
import type { PlatformOptions } from './platform'
import type { Policy } from './policy-model'
import { byPriority } from './policy-order'
import { type Prediction, predictLoopback } from './prediction'
import { type Resolution, resolve, resolveSettings } from './resolve'
import type { SkippedPolicy } from './winners'

/** A user and the device they sit at: a session without its id. */
export type DescribedUser = Omit<SessionFacts, 'id' | 'protocol'>

export interface WhatIfInput {
  policies: Policy[]
  host: HostFacts
  sessions: SessionFacts[]
  /** Asked about beside the machine settings: what user filters would let through. */
  user?: DescribedUser
  rule?: FilterRule
  options?: PlatformOptions
}

/** One policy, and each of its filters with what it was compared with. */
export interface PolicyEvidence {
  policy: string
  priority: number
  applies: boolean
  /** Why it does not apply. */
  reason?: SkippedPolicy['reason']
  filters: (FilterEvidence & { enabled: boolean })[]
}

export interface SessionPrediction extends Prediction {
  session: SessionFacts
}

export interface WhatIf extends Resolution {
  host: HostFacts
  rule: FilterRule
  /** Every policy, highest priority first. */
  evidence: PolicyEvidence[]
  predictions: SessionPrediction[]
  user?: UserView
}

export interface UserView {
  facts: DescribedUser
  settings: Resolution['settings']
  losers: Resolution['losers']
  notApplicable: Resolution['notApplicable']
  evidence: PolicyEvidence[]
}

export function whatIf(input: WhatIfInput): WhatIf {
  const { policies, host, sessions, user, rule = 'all-types', options } = input
  const asked = { policies, host, rule, options }
  return {
    ...resolve(asked),
    host,
    rule,
    evidence: evidenceOf(policies, host, undefined, rule),
    predictions: sessions.map((session) => ({ session, ...predictionOf(asked, session) })),
    ...(user && { user: userView(asked, user) }),
  }
}

interface Asked {
  policies: Policy[]
  host: HostFacts
  rule: FilterRule
  options?: PlatformOptions
}

// It is taken that the host brings about what it is told: the question is about policies.
function predictionOf(asked: Asked, session: SessionFacts): Prediction {
  const enforcement = asked.host.os.family === 'linux' ? 'linux-filter' : 'citrix'
  const config = hostConfigOf(resolveSettings({ ...asked, session }))
  return predictLoopback({ config, host: asked.host, session, enforcement })
}

function userView(asked: Asked, facts: DescribedUser): UserView {
  // Filters look at the user and the device, never at the id.
  const session = { ...facts, id: 1 }
  const { settings, losers, notApplicable } = resolve({ ...asked, session })
  const evidence = evidenceOf(asked.policies, asked.host, session, asked.rule)
  return { facts, settings, losers, notApplicable, evidence }
}

function evidenceOf(
  policies: readonly Policy[],
  host: HostFacts,
  session: SessionFacts | undefined,
  rule: FilterRule,
): PolicyEvidence[] {
  return byPriority(policies).map((policy) => {
    const { applies } = filterVerdict(policy.filters, host, session, rule)
    const filters = policy.filters.map((filter) => {
      const [row] = filterVerdict([{ ...filter, enabled: true }], host, session, rule).evidence
      const { type, mode, value, enabled } = filter
      return { type, mode, value, enabled, fact: row?.fact ?? null, matched: row?.matched ?? false }
    })
    const reason = reasonOf(policy, applies, filters)
    const { name, priority } = policy
    return { policy: name, priority, applies: reason === undefined, ...(reason && { reason }), filters }
  })
}

function reasonOf(
  { enabled }: Policy,
  applies: boolean,
  filters: PolicyEvidence['filters'],
): PolicyEvidence['reason'] {
  if (!enabled) return 'disabled'
  if (applies) return undefined
  const denied = filters.some((row) => row.enabled && row.mode === 'Deny' && row.matched)
  return denied ? 'denied' : 'not-allowed'
}
