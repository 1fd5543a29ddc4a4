import { expect, it } from 'vitest'
import { secondPersonProblem } from './second-person'

it('a second approver takes two people who may publish', () => {
  expect(secondPersonProblem(5, 2)).toBeNull()
  expect(secondPersonProblem(5, 1)).toEqual({
    field: 'approveAboveHosts',
    value: 5,
    rule: 'a second approver takes two enabled users who may publish, and this farm has 1',
    mend: 'Add an operator or an administrator first, or leave it empty.',
  })
})
