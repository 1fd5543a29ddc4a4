/** What a rollout does next. Pure: how its hosts stand and a time in, one decision out. */

import type { RolloutPlan, RolloutState } from './rollout'
import { isOpenAt } from './rollout-window'

/** How a host stands that a wave has reached. */
export interface MemberHealth {
  id: string
  name: string
  wave: number
  /** `held`: it has the bundle and waits for a logon, or to be drained. */
  standing: 'done' | 'pending' | 'held' | 'failed'
  /** Heard when its wave opened, and no longer. */
  silent: boolean
  /** Somebody resumed the rollout although it failed or was silent: it counts no more. */
  forgiven?: boolean
  /** New since its wave opened. */
  bindFailures: number
  discrepancies: number
}

export interface WaveTimes {
  openedMs: number | null
  /** When its hosts were done. */
  settledMs: number | null
}

export interface RolloutSnapshot {
  state: RolloutState
  plan: RolloutPlan
  waves: readonly WaveTimes[]
  /** Of every wave that is open. */
  members: readonly MemberHealth[]
  /** The server began so lately that a host it has not heard of may well be there. */
  blind: boolean
}

export const GATE_CHECKS = ['failed', 'silent', 'bind', 'discrepancy', 'no-evidence'] as const
export type GateCheck = (typeof GATE_CHECKS)[number]

/** Why a session halted a rollout, where it was no discrepancy. */
export const BIND_FAILED = 'bind' satisfies GateCheck

export interface GateFailure {
  check: GateCheck
  found: number
  limit: number
  /** The hosts that say so: at most 8 names. */
  hosts: string[]
}

export type Decision =
  | { kind: 'wait'; for: 'people' | 'start' | 'window' | 'hosts' | 'soak' }
  | { kind: 'halt'; failure: GateFailure }
  /** The hosts of the open wave are done: it soaks from now on. */
  | { kind: 'settle'; wave: number }
  | { kind: 'open'; wave: number }
  | { kind: 'finish' }

export function decideRollout(snapshot: RolloutSnapshot, nowMs: number): Decision {
  const { state, plan, waves, members } = snapshot
  if (state !== 'scheduled' && state !== 'running') return { kind: 'wait', for: 'people' }
  const failure = gateFailure(snapshot)
  if (failure) return { kind: 'halt', failure }
  const open = waves.findLastIndex(({ openedMs }) => openedMs !== null)
  const current = waves[open]
  if (current && current.openedMs !== null) {
    if (current.settledMs === null) {
      const verdict = settles(members, open, nowMs - current.openedMs >= plan.patienceMinutes * 60_000)
      return verdict === 'no-evidence' ? { kind: 'halt', failure: noEvidence(members, open) } : verdict
    }
    // A wave that adds nobody to those before it proves nothing by waiting.
    const isEmpty = members.length > 0 && members.every(({ wave }) => wave !== open)
    if (!isEmpty && nowMs - current.settledMs < plan.soakSeconds * 1000) return { kind: 'wait', for: 'soak' }
  }
  if (open === waves.length - 1) return { kind: 'finish' }
  if (plan.startAt !== undefined && nowMs < Date.parse(plan.startAt)) return { kind: 'wait', for: 'start' }
  if (plan.window && !isOpenAt(plan.window, nowMs)) return { kind: 'wait', for: 'window' }
  return snapshot.blind ? { kind: 'wait', for: 'hosts' } : { kind: 'open', wave: open + 1 }
}

/** What is wrong beyond what the gate lets pass, or null. */
export function gateFailure({ plan: { gate }, members: all, blind }: RolloutSnapshot): GateFailure | null {
  const members = all.filter(({ forgiven }) => !forgiven)
  const failed = members.filter(({ standing }) => standing === 'failed')
  if (failed.length > gate.failedHosts) return failureOf('failed', failed, failed.length, gate.failedHosts)
  const silent = blind ? [] : members.filter((member) => member.silent)
  if (silent.length * 100 > gate.silentPercent * members.length) {
    return failureOf('silent', silent, silent.length, Math.floor((gate.silentPercent * members.length) / 100))
  }
  const binding = members.filter(({ bindFailures }) => bindFailures > 0)
  const binds = sum(binding.map(({ bindFailures }) => bindFailures))
  if (binds > gate.bindFailures) return failureOf('bind', binding, binds, gate.bindFailures)
  const unlike = members.filter(({ discrepancies }) => discrepancies > 0)
  const found = sum(unlike.map(({ discrepancies }) => discrepancies))
  return found > gate.discrepancies ? failureOf('discrepancy', unlike, found, gate.discrepancies) : null
}

/** Nobody waits for a host that is silent or that has failed; the gate let it pass. */
function settles(
  all: readonly MemberHealth[],
  wave: number,
  outOfPatience: boolean,
): Decision | 'no-evidence' {
  const members = all.filter((member) => member.wave === wave)
  const awaited = members.filter(
    ({ standing, silent, forgiven }) =>
      !silent && !forgiven && (standing === 'pending' || standing === 'held'),
  )
  if (awaited.length === 0) return { kind: 'settle', wave }
  if (!outOfPatience) return { kind: 'wait', for: 'hosts' }
  return members.some(({ standing }) => standing === 'done') ? { kind: 'settle', wave } : 'no-evidence'
}

function noEvidence(all: readonly MemberHealth[], wave: number): GateFailure {
  const members = all.filter((member) => member.wave === wave)
  return failureOf('no-evidence', members, 0, 1)
}

const MOST_NAMED = 8

function failureOf(
  check: GateCheck,
  members: readonly MemberHealth[],
  found: number,
  limit: number,
): GateFailure {
  return { check, found, limit, hosts: members.slice(0, MOST_NAMED).map(({ name }) => name) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
