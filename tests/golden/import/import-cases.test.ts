import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { checkPolicies } from '~/domain/policy-check'
import { readIdFile } from '~/formats/import/id-names'
import { importFiles } from '~/formats/import/import-files'
import type { ImportFilesResult, ImportFormat, Leftover, Place } from '~/formats/import/import-result'
import type { ListSetting } from '~/formats/program-list'
import { es } from '~/locales/es'
import { withFileWords } from '~/locales/es/file-words'

const inSpanish = withFileWords(es).rules.sentence

interface CaseFile {
  name: string
  text: string
  encoding?: 'utf-8' | 'utf-8-bom' | 'utf-16le-bom' | 'utf-16be-bom' | 'windows-1252'
  eol?: 'crlf'
}

interface Case {
  name: string
  /** How sure the shape is: tags as in the facts it was made from. */
  notes?: string
  files: CaseFile[]
  from?: ImportFormat
  into?: ListSetting
  ids?: unknown
  expect?: unknown
}

const folder = join(import.meta.dirname, 'cases')
// `GOLDEN=write` fills in what is expected; then every line of the difference is read before it is kept.
const writing = process.env.GOLDEN === 'write'

function bytesOf({ text, encoding = 'utf-8', eol }: CaseFile): Uint8Array {
  const plain = eol === 'crlf' ? text.replaceAll('\n', '\r\n') : text
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(plain, 'utf8')
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${plain}`, 'utf8')
    case 'utf-16le-bom':
      return Buffer.from(`\ufeff${plain}`, 'utf16le')
    case 'utf-16be-bom':
      return Buffer.from(`\ufeff${plain}`, 'utf16le').swap16()
    case 'windows-1252':
      return Buffer.from(plain, 'latin1')
  }
}

const at = ({ line, column }: Place) => (line === undefined ? '' : ` @${line}:${column}`)

function leftoverLine({ kind, name, policy, value, place }: Leftover): string {
  return `${kind} ${name}${policy === undefined ? '' : ` of ${policy}`}${value === undefined ? '' : ` = ${value}`}${at(place)}`
}

/** What a person reads of it: none of it may stay in English on a Spanish screen. */
const remarksOf = (result: ImportFilesResult): string[] =>
  result.ok
    ? [
        ...[...result.unknown, ...result.legacy, ...result.attachments].map(({ reason }) => reason),
        ...result.notes.map(({ message }) => message),
      ]
    : result.problems.flatMap(({ rule, mend }) => (PARSERS_OWN.test(rule) ? mend : [rule, mend]))

/** Words of the parsers of HCL, CSV and YAML. */
const PARSERS_OWN = /^(Invalid expression;|Unterminated template string;|Quote Not Closed:|policies: it is neither JSON nor YAML)/

/** The answer in the short form in which cases are written. */
function shortForm(result: ImportFilesResult) {
  if (!result.ok) {
    return { problems: result.problems.map(({ field, rule, mend }) => `${field}: ${rule}. ${mend}`) }
  }
  const { formats, policies, unknown, legacy, notes, attachments } = result
  const parts = {
    formats: formats.map(({ format }) => format),
    policies: policies.map(({ place: _, description, filters, ...policy }) => ({
      ...policy,
      ...(description !== '' && { description }),
      ...(filters.length > 0 && {
        filters: filters.map((filter) => `${filter.mode} ${filter.type} ${filter.value}${filter.enabled ? '' : ' (off)'}`),
      }),
    })),
    unknown: unknown.map(leftoverLine),
    legacy: legacy.map(leftoverLine),
    notes: notes.map(({ code, policy }) => `${code}${policy === undefined ? '' : ` ${policy}`}`),
    attachments: attachments.map(({ name, byteLength }) => `${name} ${byteLength}`),
  }
  return Object.fromEntries(Object.entries(parts).filter(([, list]) => list.length > 0))
}

async function answerOf({ files, from, into, ids }: Case): Promise<ImportFilesResult> {
  const read = ids === undefined ? undefined : readIdFile(JSON.stringify(ids))
  if (read && !read.ok) throw new Error(JSON.stringify(read.problems))
  const given = files.map((file) => ({ name: file.name, bytes: bytesOf(file) }))
  return importFiles(given, { from, into, names: read?.names })
}

for (const file of readdirSync(folder).sort()) {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  const cases = parse(text) as Case[]
  describe(`import: ${file.replace('.yaml', '')}`, () => {
    for (const [index, one] of cases.entries()) {
      it(one.name, async () => {
        const result = await answerOf(one)
        if (writing) {
          const document = parseDocument(readFileSync(path, 'utf8'))
          document.setIn([index, 'expect'], shortForm(result))
          writeFileSync(path, document.toString({ lineWidth: 0 }))
          return
        }
        expect(shortForm(result)).toEqual(one.expect)
        if (result.ok) expect(checkPolicies(result.policies)).toEqual([])
        expect(remarksOf(result).filter((text) => inSpanish(text) === text), 'not said in Spanish').toEqual([])
      })
    }
  })
}

describe('golden import cases', () => {
  it('are many, and each says what it expects', () => {
    const all = readdirSync(folder).flatMap((file) => parse(readFileSync(join(folder, file), 'utf8')) as Case[])
    expect(all.length).toBeGreaterThanOrEqual(60)
    expect(all.filter((one) => one.expect === undefined).map(({ name }) => name)).toEqual([])
  })
})
