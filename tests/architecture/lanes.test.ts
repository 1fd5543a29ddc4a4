import { expect, test } from 'vitest'
import lanes from '~/tests/lanes.json'
import config from '~/vitest.config'

test('npm test runs every project of vitest, each in one lane', () => {
  const projects = config.test?.projects?.map((one) => (one as { test: { name: string } }).test.name)
  expect(lanes.flat().sort()).toEqual(projects?.sort())
})
