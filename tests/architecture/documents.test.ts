import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentDocument } from '~/server/env'
import { projectRoot } from '~/server/project-root'
import { isTest, sourceFiles } from './source-files'

test('docs/environment.md says what the program reads; mend it with `npm run -s vipfarm -- doctor --env > docs/environment.md`', () => {
  expect(readFileSync(join(projectRoot(), 'docs/environment.md'), 'utf8')).toBe(environmentDocument())
})

test('docs/environment.md names every VIPFARM_ variable that a program reads or sets for people', () => {
  const documented = readFileSync(join(projectRoot(), 'docs/environment.md'), 'utf8')
  // Those of the shim are the launcher's word to its own library.
  const read = sourceFiles(['agent', 'server', 'cli'])
    .filter(({ path }) => !isTest(path))
    .flatMap(({ text }) => text.match(/\bVIPFARM_(?!SHIM_)[A-Z]+(?:_[A-Z]+)*\b/g) ?? [])
  expect([...new Set(read)].filter((name) => !documented.includes(`\`${name}\``))).toEqual([])
})
