/** How a published revision reaches a farm in waves, and when it must stop. Pure: a plan and its words. */

import { fail, type Problem } from './result'
import { checkWindow, type OpenHours } from './rollout-window'

/** When a host puts a new bundle in force: at once, as the next session opens, or when nobody is logged on. */
export const APPLY_TIMES = ['now', 'logon', 'drained'] as const
export type ApplyTime = (typeof APPLY_TIMES)[number]

/** Which hosts a wave reaches. Numbers and percentages count from the rollout's beginning: 20 % holds the 5 % before it. */
export type WaveTarget =
  | { kind: 'hosts'; hosts: number }
  | { kind: 'percent'; percent: number }
  | { kind: 'tag'; tag: string }
  | { kind: 'group'; group: string }

/** What may go wrong before a rollout halts, over all hosts it has reached. Only what is new since their wave counts. */
export interface Gate {
  /** Hosts that refused the bundle or failed a setting that stood before. */
  failedHosts: number
  /** Hosts in a hundred that were heard when their wave opened and are no longer. */
  silentPercent: number
  /** Failed binds of listed programs, as agents count them. */
  bindFailures: number
  /** Sessions whose addresses are not those predicted. */
  discrepancies: number
}

export interface RolloutPlan {
  waves: WaveTarget[]
  gate: Gate
  /** How long a wave must stay healthy, once its hosts are done, before the next one opens. */
  soakSeconds: number
  /** After this a wave no longer waits for hosts that neither finish nor fail. */
  patienceMinutes: number
  onFailure: 'halt' | 'roll-back'
  apply: ApplyTime
  /** An instant (ISO 8601): the first wave opens no earlier. */
  startAt?: string
  /** Waves open only in these hours. What is open goes on outside them. */
  window?: OpenHours
}

export const ROLLOUT_STATES = [
  'scheduled',
  'running',
  'halted',
  'completed',
  'rolled-back',
  'superseded',
] as const
export type RolloutState = (typeof ROLLOUT_STATES)[number]

const OPEN: readonly RolloutState[] = ['scheduled', 'running', 'halted']
/** Open rollouts hold hosts on two revisions; there is at most one in a farm. */
export const isOpen = (state: RolloutState): boolean => OPEN.includes(state)

/** What people may do with a rollout, by its state: the server refuses by this table, screens disable by it. */
export const ROLLOUT_ACTS = {
  halt: ['scheduled', 'running'],
  resume: ['halted'],
  'roll-back': ['scheduled', 'running', 'halted'],
} as const satisfies Record<string, readonly RolloutState[]>
export type RolloutAct = keyof typeof ROLLOUT_ACTS

export const mayAct = (act: RolloutAct, state: RolloutState): boolean =>
  (ROLLOUT_ACTS[act] as readonly RolloutState[]).includes(state)

export const DEFAULT_WAVES: readonly WaveTarget[] = [
  { kind: 'hosts', hosts: 1 },
  { kind: 'percent', percent: 5 },
  { kind: 'percent', percent: 20 },
  { kind: 'percent', percent: 100 },
]
export const DEFAULT_GATE: Gate = { failedHosts: 0, silentPercent: 10, bindFailures: 0, discrepancies: 0 }
export const DEFAULT_SOAK_SECONDS = 60

/** A host that must first be drained is waited for longer than one that only has to apply. */
export const defaultPatience = (apply: ApplyTime): number => (apply === 'now' ? 15 : 24 * 60)

export const MOST_WAVES = 20

/** What a form or a file may say, with the defaults for what it leaves out. */
export function planOf(given: Partial<RolloutPlan>): RolloutPlan {
  const apply = given.apply ?? 'now'
  return {
    waves: given.waves ?? [...DEFAULT_WAVES],
    gate: given.gate ?? DEFAULT_GATE,
    soakSeconds: given.soakSeconds ?? DEFAULT_SOAK_SECONDS,
    patienceMinutes: given.patienceMinutes ?? defaultPatience(apply),
    onFailure: given.onFailure ?? 'halt',
    apply,
    ...(given.startAt && { startAt: given.startAt }),
    ...(given.window && { window: given.window }),
  }
}

/** What is wrong with a plan; empty when nothing is. */
export function checkPlan({ waves, window }: RolloutPlan): Problem[] {
  const problems: Problem[] = []
  const last = waves.at(-1)
  if (last?.kind !== 'percent' || last.percent !== 100) {
    problems.push(
      fail('waves', waves.length, 'the last wave must reach everybody', 'End with a wave of 100 %.').problem,
    )
  }
  let reached = { hosts: 0, percent: 0 }
  waves.forEach((wave, at) => {
    if (wave.kind === 'hosts' || wave.kind === 'percent') {
      const size = wave.kind === 'hosts' ? wave.hosts : wave.percent
      if (size <= reached[wave.kind]) {
        const rule = 'each wave must reach more hosts than the one before it'
        problems.push(fail(`waves[${at}]`, size, rule, `Write more than ${reached[wave.kind]}.`).problem)
      }
      reached = { ...reached, [wave.kind]: size }
    }
  })
  return window ? [...problems, ...checkWindow(window)] : problems
}
