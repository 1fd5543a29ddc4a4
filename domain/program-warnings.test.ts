import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OsFamily } from '~/domain/host-facts'
import { programListWarnings, programWarnings } from '~/domain/program-warnings'

const codes = (entry: string, family?: OsFamily) => programWarnings(entry, family).map(({ code }) => code)

describe('Rulebook 2: what an entry is warned of', () => {
  it.each(['softphone.exe', 'Agent Desktop.exe', 'bbcomm.exe', 'qz-tray.exe', 'my_app+1.exe', 'javaws.exe'])(
    '%j is not doubtful',
    (entry) => expect(codes(entry)).toEqual([]),
  )

  it.each([
    ['C:\\Apps\\softphone.exe', 'path-entry'],
    ['/opt/app/agent', 'path-entry'],
    ['PROGRA~1.EXE', 'suspicious-entry'],
    ['%ProgramFiles%.exe', 'suspicious-entry'],
    ['$HOME.exe', 'suspicious-entry'],
    ['soft*.exe', 'suspicious-entry'],
    ['soft?.exe', 'suspicious-entry'],
    ['"softphone.exe"', 'suspicious-entry'],
    ['softphone.exe ', 'suspicious-entry'],
    [' softphone.exe', 'suspicious-entry'],
    ['soft\u200bphone.exe', 'suspicious-entry'],
    ['a.exe; b.exe', 'suspicious-entry'],
    ['WebSocketService.exe', 'citrix-helper-entry'],
    ['websocketservice.EXE', 'citrix-helper-entry'],
    ['chrome.exe', 'browser-entry'],
    ['msedge.exe', 'browser-entry'],
    ['Firefox.exe', 'browser-entry'],
    ['java.exe', 'interpreter-entry'],
    ['javaw.exe', 'interpreter-entry'],
    ['python.exe', 'interpreter-entry'],
    ['node.exe', 'interpreter-entry'],
    ['electron.exe', 'interpreter-entry'],
    ['dotnet.exe', 'interpreter-entry'],
    ['python3', 'interpreter-entry'],
    ['python3.11', 'interpreter-entry'],
  ])('%j: %s', (entry, code) => expect(codes(entry)).toEqual([code]))

  it('a path to an interpreter is both', () => {
    expect(codes('C:\\Java\\bin\\javaw.exe')).toEqual(['path-entry', 'interpreter-entry'])
  })

  it('a folder is a path that names no program', () => {
    expect(codes('C:\\Apps\\')).toEqual(['path-entry', 'suspicious-entry'])
  })

  it('on Linux a name of over 63 bytes is more than is compared; elsewhere it is fine', () => {
    expect(codes('a'.repeat(63), 'linux')).toEqual([])
    expect(codes('a'.repeat(64), 'linux')).toEqual(['suspicious-entry'])
    expect(codes('é'.repeat(32), 'linux')).toEqual(['suspicious-entry'])
    expect(codes('a'.repeat(64), 'windows')).toEqual([])
  })
})

describe('Rulebook 2: doubles', () => {
  const doubles = (list: string[], family?: OsFamily) =>
    programListWarnings(list, family).filter(({ code }) => code === 'duplicate-entry').length

  it('count by base name, without case for Windows', () => {
    expect(doubles(['a.exe', 'b.exe', 'a.exe'])).toBe(1)
    expect(doubles(['a.exe', 'A.EXE', 'C:\\x\\a.exe'])).toBe(2)
  })

  it('count exactly for Linux', () => {
    expect(doubles(['agent', 'Agent'], 'linux')).toBe(0)
    expect(doubles(['agent', '/opt/agent'], 'linux')).toBe(1)
  })
})

describe('judging a list', () => {
  it('finds for each entry what judging it alone finds', () => {
    const piece = fc.constantFrom(
      'a',
      '.exe',
      ' ',
      '\\',
      '/',
      '~1',
      '*',
      '"',
      '$x',
      '%a%',
      'é',
      '-',
      'chrome',
      'python3',
      ',b',
    )
    const entry = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
    const family = fc.constantFrom<OsFamily | undefined>('windows', 'linux', undefined)
    fc.assert(
      fc.property(entry, family, (text, of) => {
        expect(programListWarnings([text], of)).toEqual(programWarnings(text, of))
      }),
      { numRuns: 500 },
    )
  })
})
