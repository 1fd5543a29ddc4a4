import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, isTest, sourceFiles } from './source-files'

const files = sourceFiles()

describe('names of files', () => {
  test('are in kebab-case', () => {
    const odd = files.filter(({ path }) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/.test(basename(path)))
    // Next's own folder names, such as [id] and (signed-in), are in the path, not in the name.
    expect(odd.map(({ path }) => path)).toEqual([])
  })

  test('say what is inside: no utils, no helpers, no common', () => {
    const vague = files.filter(({ path }) =>
      /(^|\/)(utils?|helpers?|common|misc|shared|lib)(\/|\.tsx?$)/.test(path),
    )
    const isCatalogue = (path: string) => path.startsWith('locales/')
    expect(vague.map(({ path }) => path).filter((path) => !isCatalogue(path))).toEqual([])
  })

  test('are never `index`, and no file only passes on what others export', () => {
    const isBarrel = (text: string) => {
      const code = text
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/^\s*\/\/.*$/gm, '')
        .trim()
      return (
        code !== '' &&
        code.split(/;|\n(?=export|import)/).every((line) => /^\s*export\s[\s\S]*\sfrom\s/.test(line))
      )
    }
    const barrels = files.filter(({ path, text }) => /(^|\/)index\.tsx?$/.test(path) || isBarrel(text))
    expect(barrels.map(({ path }) => path)).toEqual([])
  })
})

describe('exports', () => {
  test('are named, but for files where Next or a tool wants a default', () => {
    const wantDefault = /^(app\/|tests\/.*setup|.*\.config\.)/
    const defaults = files.filter(
      ({ path, text }) => !wantDefault.test(path) && /^export default /m.test(text),
    )
    expect(defaults.map(({ path }) => path)).toEqual([])
  })
})

describe('imports', () => {
  test('carry no extension', () => {
    const dotted = files.flatMap((file) =>
      importsOf(file)
        .filter(({ target, isPackage }) => !isPackage && /\.(ts|tsx|js)$/.test(target))
        .map(({ target }) => `${file.path}: ${target}`),
    )
    expect(dotted).toEqual([])
  })
})

describe('tests', () => {
  test('are never left out by `.skip`, `.only` or `.todo`', () => {
    const left = files.filter(
      ({ path, text }) => isTest(path) && /\b(test|it|describe)\.(skip|only|todo)\b/.test(text),
    )
    expect(left.map(({ path }) => path).filter((path) => !path.startsWith('tests/architecture/'))).toEqual([])
  })
})
