import type { Convergence, Lifecycle } from '~/components/data/api'
import type { Tone } from '~/components/ui/state-mark'

/** In the order in which they are shown: what is done first, what needs somebody last. */
export const CONVERGENCES = [
  'converged',
  'pending',
  'partial',
  'drifted',
  'failed',
  'stale',
] as const satisfies Convergence[]
export const LIFECYCLES = [
  'pending-approval',
  'active',
  'quarantined',
  'retired',
] as const satisfies Lifecycle[]

export const CONVERGENCE_TONES: Record<Convergence, Tone> = {
  converged: 'fine',
  pending: 'pending',
  partial: 'attention',
  drifted: 'attention',
  failed: 'broken',
  stale: 'idle',
}

export const LIFECYCLE_TONES: Record<Lifecycle, Tone> = {
  'pending-approval': 'pending',
  active: 'fine',
  quarantined: 'broken',
  retired: 'idle',
}

export function isConvergence(text: string): text is Convergence {
  return (CONVERGENCES as readonly string[]).includes(text)
}

export function isLifecycle(text: string): text is Lifecycle {
  return (LIFECYCLES as readonly string[]).includes(text)
}
