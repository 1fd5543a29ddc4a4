import { describe, expect, test } from 'vitest'
import { PERMISSIONS, type Role, roleCan } from '~/domain/permission'
import { firstSteps } from './first-steps'

const permissionsOf = (role: Role) => PERMISSIONS.filter((permission) => roleCan(role, permission))
const done = (total: number, revision: number) =>
  firstSteps({ total, revision }, permissionsOf('admin')).map((step) => step.done)

describe('the first steps of a farm', () => {
  test('are told while it has no host or nothing is published, with what is done', () => {
    expect(done(0, 0)).toEqual([false, false, false])
    expect(done(1, 0)).toEqual([true, false, false])
    expect(done(0, 3)).toEqual([false, true, true])
  })

  test('are over once it has both', () => {
    expect(done(1, 1)).toEqual([])
  })

  test('are told only to those who may take them', () => {
    for (const role of ['helpdesk', 'auditor'] as const)
      expect(firstSteps({ total: 0, revision: 0 }, permissionsOf(role))).toEqual([])
    expect(firstSteps({ total: 0, revision: 0 }, permissionsOf('operator'))).toHaveLength(3)
  })
})
