import type { Inputs } from '~/components/data/api'
import { isConvergence, isLifecycle } from './convergence-tone'

/** What the list is asked for, from the words of the address bar. Words it does not know are left out. */
export function hostListInput(words: {
  q?: string
  deliveryGroup?: string
  convergence?: string
  lifecycle?: string
  revision?: string
}): Omit<Inputs['hosts']['list'], 'cursor'> {
  const { q, deliveryGroup, convergence, lifecycle, revision } = words
  return {
    ...(q && { q }),
    ...(deliveryGroup && { deliveryGroup }),
    ...(convergence && isConvergence(convergence) && { convergence }),
    ...(lifecycle && isLifecycle(lifecycle) && { lifecycle }),
    ...(revision && /^[1-9]\d{0,8}$/.test(revision) && { revision: Number(revision) }),
  }
}
