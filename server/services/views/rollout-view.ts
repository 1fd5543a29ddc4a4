import type { PolicyChange } from '~/domain/policy-diff'
import type { ApplyTime, RolloutPlan, RolloutState } from '~/domain/rollout'
import type { GateFailure } from '~/domain/rollout-decision'
import type { ListWarning } from './plan-view'

/** What became of the hosts that a rollout reaches, each counted once. */
export const ROLLOUT_STANDINGS = ['done', 'pending', 'held', 'failed', 'silent', 'later'] as const
/**
 * `held`: has the bundle and waits for a logon, or to be drained. `silent`: told, and no longer heard. `later`: no wave
 * has reached it. After the end of the rollout: how it stands with what it is told now.
 */
export type RolloutStanding = (typeof ROLLOUT_STANDINGS)[number]

export interface RolloutWaveRow {
  place: number
  target: RolloutPlan['waves'][number]
  openedAt: string | null
  settledAt: string | null
  hosts: number
  done: number
}

export interface HaltView {
  at: string
  /** Null: its own gate. */
  by: string | null
  reason?: string
  failure?: GateFailure
  /** Those that the gate saw unlike their prediction, or with binds that failed (reason `bind`), at most 8. */
  sessions?: {
    id: string
    hostId: string
    host: string
    number: number
    user: string
    reason: string
    program: string | null
  }[]
}

export interface RolloutRow {
  id: string
  revision: number
  baseRevision: number
  state: RolloutState
  startedAt: string
  by: string
  reason: string
  /** That the revision changes. */
  hosts: number
  /** That a wave has reached. */
  reached: number
  endedAt: string | null
  /** The revision that superseded it, or that took it back. */
  endRevision: number | null
  wave: number
  waves: number
}

export interface RolloutView extends Omit<RolloutRow, 'waves'> {
  plan: RolloutPlan
  waves: RolloutWaveRow[]
  halt: HaltView | null
  standings: Record<RolloutStanding, number>
  /** Of hosts that a wave has reached and that are not done: at most 8, the broken first. */
  stragglers: { id: string; name: string; standing: RolloutStanding }[]
  /** Open on the hosts it reaches, and how many of them began before the new list was in force there. */
  sessions: number
  oldSessions: number
  /** Open on the hosts that a wave has reached: what a roll-back touches. */
  reachedSessions: number
  /** The revisions that hosts hold which no wave has reached; 0 for those that hold none. */
  kept: number[]
  /** Null when it is over, or halted. */
  eta: string | null
  /** What it waits for, in one word. */
  waitsFor: 'people' | 'start' | 'window' | 'hosts' | 'soak' | null
  /** When that window opens, or that start or soak is. */
  waitsUntil: string | null
}

export interface RolloutHostRow {
  id: string
  name: string
  deliveryGroup: string | null
  wave: number | null
  standing: RolloutStanding
  sessions: number
  oldSessions: number
  bindFailures: number
  discrepancies: number
  failedSettings: string[]
}

export interface PublishRequestRow {
  id: string
  state: 'waiting' | 'approved' | 'declined' | 'withdrawn' | 'stale'
  baseRevision: number
  hosts: number
  reason: string
  ticket: string | null
  plan: RolloutPlan | null
  apply: ApplyTime
  askedAt: string
  by: string
  /** Whoever looks asked for it: another person must agree. */
  own: boolean
  decidedAt: string | null
  decidedBy: string | null
  decision: string | null
  revision: number | null
}

/** What of rollouts and approvals may want somebody: at most one of each is open. */
export interface RolloutAttention {
  rollout: {
    id: string
    revision: number
    state: 'scheduled' | 'running' | 'halted'
    halt: { byGate: boolean; reason?: string; failure?: GateFailure } | null
  } | null
  request: { id: string; hosts: number; by: string; own: boolean } | null
}

/** What a wave would take if it opened now. */
export interface WavePreview {
  hosts: number
  /** The first of them by name. */
  names: string[]
}

/** A request as whoever shall agree to it must see it. */
export interface PublishRequestView extends PublishRequestRow {
  /** Null where it is not known any more: the draft moved on without it. */
  changes: PolicyChange[] | null
  /** Open on the hosts that it reaches; of one that waits. */
  sessions: number | null
  /** For each wave of its plan; empty where it goes out at once, or waits no more. */
  preview: WavePreview[]
  /** What it adds, as its author was shown; of one that waits. */
  warnings: ListWarning[]
}
