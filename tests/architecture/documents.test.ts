import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentDocument } from '~/server/env'
import { projectRoot } from '~/server/project-root'

test('docs/environment.md says what the program reads; mend it with `npm run -s vipfarm -- doctor --env > docs/environment.md`', () => {
  expect(readFileSync(join(projectRoot(), 'docs/environment.md'), 'utf8')).toBe(environmentDocument())
})
