/** Who may do what. Rulebook 9. One table for the server and for the screens. */

export const ROLES = ['admin', 'operator', 'helpdesk', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export const PERMISSIONS = [
  /** See hosts, sessions, addresses, findings. */
  'hosts.see',
  /** See policies, revisions, rollouts. */
  'policies.see',
  /** Edit drafts, accept findings, upload captures. */
  'policies.edit',
  /** Publish, roll out, roll back, halt. */
  'policies.publish',
  /** Pools, reservations, enrolment tokens, hosts: approve, retire, re-key. */
  'hosts.manage',
  'audit.see',
  'audit.export',
  /** Export allocations and history. */
  'allocations.export',
  /** Users, roles, keys, farm settings, API tokens of others. */
  'farm.manage',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const GRANTS: Record<Permission, readonly Role[]> = {
  'hosts.see': ['admin', 'operator', 'helpdesk', 'auditor'],
  'policies.see': ['admin', 'operator', 'auditor'],
  'policies.edit': ['admin', 'operator'],
  'policies.publish': ['admin', 'operator'],
  'hosts.manage': ['admin', 'operator'],
  'audit.see': ['admin', 'auditor'],
  'audit.export': ['admin', 'auditor'],
  'allocations.export': ['admin', 'operator', 'auditor'],
  'farm.manage': ['admin'],
}

/** Deny by default: a role or permission that the table does not know is refused. */
export function roleCan(role: Role, permission: Permission): boolean {
  return Object.hasOwn(GRANTS, permission) && GRANTS[permission].includes(role)
}

/** The roles that have a permission. */
export const rolesThatCan = (permission: Permission): readonly Role[] => GRANTS[permission]

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value)
}
