import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkPolicies } from '~/domain/policy-check'
import { importFiles } from '~/formats/import/import-files'
import { IMPORT_FORMATS, type ImportFile, type ImportFormat } from '~/formats/import/import-result'

interface Case {
  name: string
  from?: ImportFormat
  files: { name: string; text: string }[]
}

const folder = join(import.meta.dirname, 'cases')
const samples: { file: ImportFile; from?: ImportFormat }[] = readdirSync(folder)
  .flatMap((file) => parse(readFileSync(join(folder, file), 'utf8')) as Case[])
  .flatMap(({ files, from }) => files.map(({ name, text }) => ({ file: { name, bytes: new TextEncoder().encode(text) }, from })))

/** Whatever comes in: sound policies, or problems that name file, line and column. Never an exception, never half of each. */
async function expectAnswer(file: ImportFile, from?: ImportFormat) {
  const result = await importFiles([file], { from })
  if (result.ok) {
    expect(checkPolicies(result.policies)).toEqual([])
    return
  }
  expect(result.problems.length).toBeGreaterThan(0)
  for (const problem of result.problems) {
    expect(problem).toMatchObject({ file: file.name, line: expect.any(Number), column: expect.any(Number) })
    expect(problem.rule).not.toBe('')
    expect(problem.mend).not.toBe('')
  }
}

const sample = fc.constantFrom(...samples)

describe('damaged files', () => {
  it('cut off anywhere: an answer, with line and column where it is a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(sample, fc.double({ min: 0, max: 1, noNaN: true }), async ({ file, from }, part) => {
        const bytes = file.bytes.subarray(0, Math.floor(file.bytes.length * part))
        await expectAnswer({ name: file.name, bytes }, from)
      }),
      { numRuns: 400 },
    )
  })

  it('bytes changed, doubled or taken out: an answer', async () => {
    const damage = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(20), insert: fc.uint8Array({ maxLength: 12 }) })
    await fc.assert(
      fc.asyncProperty(sample, fc.array(damage, { minLength: 1, maxLength: 4 }), async ({ file, from }, damages) => {
        let bytes = [...file.bytes]
        for (const { at, remove, insert } of damages) bytes = bytes.toSpliced(Math.floor(at * bytes.length), remove, ...insert)
        await expectAnswer({ name: file.name, bytes: new Uint8Array(bytes) }, from)
      }),
      { numRuns: 400 },
    )
  })

  it('text pieces swapped about: an answer', async () => {
    const pieces = fc.constantFrom('<', '>', '"', '\\', '{', '}', '[', ']', '&', '${', '\n', '0', '-', 'null', '\u0000', '\ufeff', '😀', "'")
    await fc.assert(
      fc.asyncProperty(sample, fc.array(fc.tuple(fc.nat(), pieces), { minLength: 1, maxLength: 6 }), async ({ file, from }, edits) => {
        let text = new TextDecoder().decode(file.bytes)
        for (const [at, piece] of edits) {
          const place = at % (text.length + 1)
          text = text.slice(0, place) + piece + text.slice(place + 1)
        }
        await expectAnswer({ name: file.name, bytes: new TextEncoder().encode(text) }, from)
      }),
      { numRuns: 600 },
    )
  })

  it('read as every other format: an answer', async () => {
    await fc.assert(
      fc.asyncProperty(sample, fc.constantFrom(...IMPORT_FORMATS), ({ file }, from) => expectAnswer(file, from)),
      { numRuns: 300 },
    )
  })

  it('random bytes: an answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...IMPORT_FORMATS), (bytes, from) =>
        expectAnswer({ name: 'random.bin', bytes }, from),
      ),
      { numRuns: 300 },
    )
  })
})
