/** A publish that a second person must agree to takes two: one who asks and another who agrees. */

import { type Problem, problem } from './result'

const TWO = 2

/** Null while the farm has whom it asks for. `publishers` are the people who may publish and may sign in. */
export function secondPersonProblem(approveAboveHosts: number, publishers: number): Problem | null {
  if (publishers >= TWO) return null
  return problem(
    'approveAboveHosts',
    approveAboveHosts,
    `a second approver takes two enabled users who may publish, and this farm has ${publishers}`,
    'Add an operator or an administrator first, or leave it empty.',
  )
}
