import { expect, test } from 'vitest'
import type { FarmSettings } from '~/components/data/api'
import { farmChange } from './farm-change'

const farm: FarmSettings = {
  name: 'Farm',
  demo: false,
  approvalQueue: false,
  pollSeconds: 30,
  slotWindowMs: 0,
  filterRule: 'all-types',
  allowUnverifiedOs: false,
  approveAboveHosts: null,
  historyDays: null,
  pseudonymDays: null,
}

test('only what was edited is sent', () => {
  expect(farmChange(farm, farm).change).toEqual({})
  expect(farmChange(farm, { ...farm, name: ' Farm ', pollSeconds: 10 }).change).toEqual({ pollSeconds: 10 })
})

test('a number that is none or out of its range is a problem of its field', () => {
  const problems = (part: object) => farmChange(farm, { ...farm, ...part }).problems
  expect(problems({ pollSeconds: Number.NaN })).toMatchObject({ pollSeconds: true, name: false })
  expect(problems({ slotWindowMs: 600_001, name: ' ' })).toMatchObject({ slotWindowMs: true, name: true })
})
