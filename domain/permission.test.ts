import { describe, expect, it } from 'vitest'
import { PERMISSIONS, type Permission, ROLES, type Role, roleCan } from '~/domain/permission'

const table: Record<Permission, Record<Role, boolean>> = {
  'hosts.see': { admin: true, operator: true, helpdesk: true, auditor: true },
  'policies.see': { admin: true, operator: true, helpdesk: false, auditor: true },
  'policies.edit': { admin: true, operator: true, helpdesk: false, auditor: false },
  'policies.publish': { admin: true, operator: true, helpdesk: false, auditor: false },
  'hosts.manage': { admin: true, operator: true, helpdesk: false, auditor: false },
  'audit.see': { admin: true, operator: false, helpdesk: false, auditor: true },
  'audit.export': { admin: true, operator: false, helpdesk: false, auditor: true },
  'allocations.export': { admin: true, operator: true, helpdesk: false, auditor: true },
  'farm.manage': { admin: true, operator: false, helpdesk: false, auditor: false },
}

describe.each([...PERMISSIONS])('Rulebook 9: %s', (permission) => {
  it.each([...ROLES])('%s', (role) => expect(roleCan(role, permission)).toBe(table[permission][role]))
})

describe('Rulebook 9: deny by default', () => {
  it('refuses roles and permissions that the table does not know', () => {
    expect(roleCan('root' as Role, 'hosts.see')).toBe(false)
    expect(roleCan('admin', 'hosts.burn' as Permission)).toBe(false)
    expect(roleCan('admin', 'toString' as Permission)).toBe(false)
  })
})
