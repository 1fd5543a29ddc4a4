import { expect, test } from 'vitest'
import { en } from '~/locales/en'
import { es } from '~/locales/es'

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
