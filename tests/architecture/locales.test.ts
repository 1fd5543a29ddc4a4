import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { KNOWN_PROGRAMS } from '~/domain/catalogue/known-programs'
import { en } from '~/locales/en'
import { es } from '~/locales/es'
import { withDiscoveryWords } from '~/locales/es/discovery-words'

const discovered = withDiscoveryWords(es)

/** `settings.VirtualLoopbackSupport.title`, for every text of a catalogue. */
function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, path ? `${path}.${key}` : key))
}

test('every text exists in English and in Spanish', () => {
  const english = new Set(keysOf(en))
  const spanish = new Set(keysOf(es))
  expect(
    [...english].filter((key) => !spanish.has(key)),
    'in locales/en, not in locales/es',
  ).toEqual([])
  expect(
    [...spanish].filter((key) => !english.has(key)),
    'in locales/es, not in locales/en',
  ).toEqual([])
})

test('what the catalogue comes with exists in Spanish, but for names that are names alone', () => {
  const said = KNOWN_PROGRAMS.flatMap(({ text, source }) => [text, source])
  const words = KNOWN_PROGRAMS.map(({ name }) => name).filter((name) => / (?:with|on|of|or|and) /.test(name))
  const english = [...said, ...words].filter((text) => discovered.discovery.knownText(text) === text)
  expect(english).toEqual([])
})

test('what readers say of captures exists in Spanish', () => {
  const folder = fileURLToPath(new URL('../golden/captures/', import.meta.url))
  const read = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(`${folder}${name}`, 'utf8')))
  const rejected = read.flatMap(({ skipped }) =>
    skipped.flatMap(({ reason }: { reason: string }) => /^rejected: (.*)/.exec(reason)?.[1] ?? []),
  )
  const said: string[] = [...rejected, ...read.flatMap(({ notes }) => notes)]
  expect(said.length).toBeGreaterThan(50)
  // What a JSON schema says of a broken sample stays as it is: it names fields.
  const english = said.filter((text) => discovered.rules.sentence(text) === text && !/^[\w.]+: /.test(text))
  expect([...new Set(english)]).toEqual([])
})
