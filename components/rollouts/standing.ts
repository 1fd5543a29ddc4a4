import type { RolloutView } from '~/components/data/api'
import { FILLS } from '~/components/ui/fills'
import type { Tone } from '~/components/ui/state-mark'

export type Standing = keyof RolloutView['standings']
export type RolloutState = RolloutView['state']

/** In the order of the bar. */
export const STANDINGS: readonly Standing[] = ['done', 'pending', 'held', 'failed', 'silent', 'later']

export const STANDING_TONES: Record<Standing, Tone> = {
  done: 'fine',
  pending: 'pending',
  held: 'pending',
  failed: 'broken',
  silent: 'attention',
  later: 'idle',
}

// Each has a texture of its own besides its colour.
export const STANDING_FILLS: Record<Standing, string> = {
  done: FILLS.fine,
  pending: FILLS.pending,
  held: FILLS.leaning,
  failed: FILLS.broken,
  silent: FILLS.upright,
  later: FILLS.faint,
}

export const STATE_TONES: Record<RolloutState, Tone> = {
  scheduled: 'idle',
  running: 'pending',
  halted: 'attention',
  completed: 'fine',
  'rolled-back': 'broken',
  superseded: 'idle',
}
