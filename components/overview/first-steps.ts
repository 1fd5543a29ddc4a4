import type { Overview, Permission } from '~/components/data/api'

/** What a farm needs before it does anything for anybody, in its order. */
const STEPS = [
  { key: 'enrol', href: '/enrolment', permission: 'hosts.manage' },
  { key: 'policy', href: '/policies', permission: 'policies.edit' },
  { key: 'publish', href: '/policies/publish', permission: 'policies.publish' },
] as const satisfies readonly { key: string; href: string; permission: Permission }[]

export type FirstStep = (typeof STEPS)[number] & { done: boolean }

/** For whoever may take them all, until hosts are there and something is published; then none. */
export function firstSteps(
  { total, revision }: Pick<Overview['hosts'], 'total' | 'revision'>,
  permissions: readonly Permission[],
): FirstStep[] {
  if (total > 0 && revision > 0) return []
  if (!STEPS.every(({ permission }) => permissions.includes(permission))) return []
  return STEPS.map((step) => ({ ...step, done: step.key === 'enrol' ? total > 0 : revision > 0 }))
}
