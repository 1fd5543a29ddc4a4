/** How a revision shall go out, as the form holds it: texts, until they are asked for. */

import type { Inputs } from '~/components/data/api'
import {
  type ApplyTime,
  DEFAULT_GATE,
  DEFAULT_SOAK_SECONDS,
  defaultPatience,
  type Gate,
  type RolloutPlan,
} from '~/domain/rollout'
import type { Format } from '~/locales/format'

export type How = 'once' | 'waves' | 'later'
export type WaveKind = 'hosts' | 'percent' | 'tag' | 'group'

export interface WaveDraft {
  key: number
  kind: WaveKind
  value: string
}

export interface DeliveryDraft {
  how: How
  apply: ApplyTime
  /** Before everybody, who is always last. */
  waves: WaveDraft[]
  /** As `datetime-local` writes it, in the reader's zone; empty for now. */
  startAt: string
  gate: Record<keyof Gate, string>
  soakMinutes: string
  /** Empty for what suits `apply`. */
  patienceMinutes: string
  onFailure: RolloutPlan['onFailure']
  /** Null for all hours. */
  hours: { days: number[]; from: string; to: string } | null
}

export const NEW_DELIVERY: DeliveryDraft = {
  how: 'once',
  apply: 'now',
  waves: [
    { key: 1, kind: 'hosts', value: '1' },
    { key: 2, kind: 'percent', value: '5' },
    { key: 3, kind: 'percent', value: '20' },
  ],
  startAt: '',
  gate: {
    failedHosts: String(DEFAULT_GATE.failedHosts),
    silentPercent: String(DEFAULT_GATE.silentPercent),
    bindFailures: String(DEFAULT_GATE.bindFailures),
    discrepancies: String(DEFAULT_GATE.discrepancies),
  },
  soakMinutes: String(DEFAULT_SOAK_SECONDS / 60),
  patienceMinutes: '',
  onFailure: 'halt',
  hours: null,
}

const EVERYBODY = { kind: 'percent' as const, percent: 100 }

type Delivery = Pick<Inputs['policies']['publish'], 'rollout' | 'apply'>

/** What the server is asked for. What is wrong in it the server names. */
export function deliveryOf(draft: DeliveryDraft, { zone, instantOf }: Format): Delivery {
  const { how, apply, startAt, hours } = draft
  if (how === 'once') return apply === 'now' ? {} : { apply }
  const start = startAt === '' ? {} : { startAt: instantOf(startAt) }
  if (how === 'later') return { rollout: { waves: [EVERYBODY], soakSeconds: 0, apply, ...start } }
  const number = (text: string) => Number(text.replace(',', '.'))
  return {
    rollout: {
      waves: wavesOf(draft),
      gate: {
        failedHosts: number(draft.gate.failedHosts),
        silentPercent: number(draft.gate.silentPercent),
        bindFailures: number(draft.gate.bindFailures),
        discrepancies: number(draft.gate.discrepancies),
      },
      soakSeconds: Math.round(number(draft.soakMinutes) * 60),
      patienceMinutes: draft.patienceMinutes === '' ? defaultPatience(apply) : number(draft.patienceMinutes),
      onFailure: draft.onFailure,
      apply,
      ...start,
      ...(hours && { window: { ...hours, timeZone: zone } }),
    },
  }
}

/** The waves of the form, with everybody as the last. */
export const wavesOf = ({ waves }: Pick<DeliveryDraft, 'waves'>): RolloutPlan['waves'] => [
  ...waves.map(targetOf),
  EVERYBODY,
]

function targetOf({ kind, value }: WaveDraft) {
  switch (kind) {
    case 'hosts':
      return { kind, hosts: Number(value) }
    case 'percent':
      return { kind, percent: Number(value.replace(',', '.')) }
    case 'tag':
      return { kind, tag: value }
    case 'group':
      return { kind, group: value }
  }
}
