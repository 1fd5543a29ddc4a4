import { describe, expect, test } from 'vitest'
import { type ImportOf, importsOf, isTest, packageName, sourceFiles } from './source-files'
import { WALLS, type Wall } from './walls'

const files = sourceFiles().filter(({ path }) => !isTest(path))

describe('the walls between the rooms', () => {
  test.each(WALLS.map((wall) => [wall.room, wall] as const))('%s imports only what it may', (_room, wall) => {
    const broken = files
      .filter(({ path }) => wallOf(path) === wall)
      .flatMap((file) => {
        return importsOf(file)
          .filter((found) => !isAllowed(found, wall))
          .map(
            ({ target, typeOnly }) =>
              `${file.path} imports ${typeOnly ? 'the type of ' : ''}${target}: ${wall.instead}`,
          )
      })
    expect(broken).toEqual([])
  })

  test('stand around every room of the program', () => {
    const rooms = files.map(({ path }) => path).filter((path) => !/^(bench|prisma|tests)\//.test(path))
    expect(rooms.filter((path) => !wallOf(path))).toEqual([])
  })
})

describe('the pure core', () => {
  const IMPURE =
    /\b(Date\.now|Math\.random|new Date\(\)|process\.|performance\.now|setTimeout|setInterval|console\.|fetch)\b|new Date\(\)/
  test('reads no clock, no chance and no surroundings', () => {
    const core = files.filter(({ path }) => path.startsWith('domain/'))
    const impure = core.flatMap(({ path, text }) => {
      const lines = text.split('\n').filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line) && IMPURE.test(line))
      return lines.map((line) => `${path}: ${line.trim()}: pass it in as an argument`)
    })
    expect(impure).toEqual([])
  })
})

function wallOf(path: string): Wall | undefined {
  return WALLS.find(({ room }) => path.startsWith(room))
}

function isAllowed({ target, isPackage, typeOnly }: ImportOf, wall: Wall): boolean {
  if (!isPackage) {
    const allowed = [wall.room.replace(/\/$/, ''), ...wall.rooms, ...(typeOnly ? (wall.types ?? []) : [])]
    return allowed.some((room) => target === room || target.startsWith(`${room}/`) || /\.css$/.test(target))
  }
  const name = packageName(target)
  if (typeOnly && wall.types?.includes(name)) return true
  return wall.packages.some(
    (allowed) => allowed === '*' || allowed === name || (allowed === 'node:*' && name.startsWith('node:')),
  )
}
