import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { importFiles } from '~/formats/import/import-files'
import { IMPORT_FORMATS } from '~/formats/import/import-result'

const folder = import.meta.dirname
const read = <Case>(path: string) => parse(readFileSync(join(folder, path), 'utf8')) as Case
const yamlOf = (path: string) =>
  readdirSync(join(folder, path)).flatMap((file) => (file.endsWith('.yaml') ? `${path}/${file}` : []))

interface ImportCase {
  files: { name: string; text: string }[]
  from?: (typeof IMPORT_FORMATS)[number]
}

describe('golden cases of policies', () => {
  it('are 150 at least, each in a data file', () => {
    const listed = [...yamlOf('import/cases'), 'import/exports.yaml', ...yamlOf('whatif')]
    const count = listed.reduce((sum, path) => sum + read<unknown[]>(path).length, yamlOf('resolve').length)
    expect(count).toBeGreaterThanOrEqual(150)
  })

  it('read every format that can be imported, and write every format that can be exported', async () => {
    const cases = yamlOf('import/cases').flatMap((path) => read<ImportCase[]>(path))
    const formats = new Set<string>(cases.flatMap(({ from }) => from ?? []))
    for (const { files, from } of cases) {
      const given = files.map(({ name, text }) => ({ name, bytes: Buffer.from(text) }))
      const result = from ? null : await importFiles(given)
      if (result?.ok) for (const { format } of result.formats) formats.add(format)
    }
    expect([...formats].sort()).toEqual([...IMPORT_FORMATS].sort())
    const written = read<{ to: string }[]>('import/exports.yaml').map(({ to }) => to)
    expect([...new Set(written)].sort()).toEqual(['powershell', 'reg', 'rest', 'terraform', 'yaml'])
  })
})
