import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { IMPORT_FORMATS } from '~/formats/import/import-result'

const folder = import.meta.dirname
const read = <Case>(path: string) => parse(readFileSync(join(folder, path), 'utf8')) as Case
const yamlOf = (path: string) =>
  readdirSync(join(folder, path)).flatMap((file) => (file.endsWith('.yaml') ? `${path}/${file}` : []))

interface ImportCase {
  /** What was read, where it could be. */
  expect: { formats?: string[] }
}

describe('golden cases of policies', () => {
  it('are 150 at least, each in a data file', () => {
    const listed = [...yamlOf('import/cases'), 'import/exports.yaml', ...yamlOf('whatif')]
    const count = listed.reduce((sum, path) => sum + read<unknown[]>(path).length, yamlOf('resolve').length)
    expect(count).toBeGreaterThanOrEqual(150)
  })

  it('read every format that can be imported, and write every format that can be exported', () => {
    const cases = yamlOf('import/cases').flatMap((path) => read<ImportCase[]>(path))
    const formats = new Set(cases.flatMap(({ expect: { formats: known = [] } }) => known))
    expect([...formats].sort()).toEqual([...IMPORT_FORMATS].sort())
    const written = read<{ to: string }[]>('import/exports.yaml').map(({ to }) => to)
    expect([...new Set(written)].sort()).toEqual(['powershell', 'reg', 'rest', 'terraform', 'yaml'])
  })
})
