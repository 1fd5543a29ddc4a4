import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseName, checkProgramEntry, checkProgramList, coversProgram } from '~/domain/program'

describe('Rulebook 2: limits of an entry', () => {
  it('takes names and full paths, and keeps what the admin typed', () => {
    for (const entry of [
      'softphone.exe',
      'C:\\Program Files\\App\\App.EXE',
      '/usr/bin/agent',
      'x',
      'é'.repeat(260),
    ]) {
      expect(checkProgramEntry(entry, 'f')).toEqual({ ok: true, value: entry })
    }
  })

  it.each([
    ['', '1 to 260'],
    ['   ', '1 to 260'],
    ['x'.repeat(261), '261'],
    ['a\nb', 'control'],
    ['a\u0000', 'control'],
    ['\u007f', 'control'],
    ['a\ud800', 'control'],
    [7, 'text'],
    [null, 'text'],
  ])('refuses %j, naming the field, the value and the rule', (entry, rule) => {
    const checked = checkProgramEntry(entry, 'programs[3]')
    expect(checked.ok).toBe(false)
    if (checked.ok) return
    expect(checked.problem).toMatchObject({ field: 'programs[3]', value: entry })
    expect(checked.problem.rule).toContain(rule)
    expect(checked.problem.mend).not.toBe('')
  })

  it('refuses every entry over 260 characters and takes every printable one below', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300 }), (entry) => {
        const legal = entry.length <= 260 && entry.trim() !== '' && !/[\p{Cc}\p{Surrogate}]/u.test(entry)
        return checkProgramEntry(entry, 'f').ok === legal
      }),
    )
  })
})

describe('Rulebook 2: limits of a list', () => {
  it('takes 2,000 entries and refuses 2,001 with one problem', () => {
    expect(checkProgramList(new Array(2_000).fill('a.exe'), 'programs')).toEqual([])
    const problems = checkProgramList(new Array(2_001).fill(''), 'programs')
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ field: 'programs', value: '2001 entries' })
    expect(problems[0]?.rule).toContain('2000')
  })

  it('tells every bad entry by its place', () => {
    const problems = checkProgramList(['a.exe', '', 'b.exe', 'c\td'], 'programs')
    expect(problems.map(({ field }) => field)).toEqual(['programs[1]', 'programs[3]'])
  })

  it('refuses what is no list', () => {
    for (const list of ['a.exe', {}, null, undefined])
      expect(checkProgramList(list, 'programs')).toHaveLength(1)
  })
})

describe('Rulebook 2: matching', () => {
  it('is on the base name, of entries and of programs', () => {
    expect(coversProgram(['C:\\Other\\softphone.exe'], 'D:\\Apps\\softphone.exe', 'windows')).toBe(true)
    expect(coversProgram(['softphone.exe'], 'C:/Apps/softphone.exe', 'windows')).toBe(true)
    expect(coversProgram(['softphone.exe'], 'C:\\softphone.exe\\other.exe', 'windows')).toBe(false)
  })

  it('is without case for Windows hosts, exact for Linux hosts', () => {
    expect(coversProgram(['SoftPhone.exe'], 'softphone.EXE', 'windows')).toBe(true)
    expect(coversProgram(['Agent'], '/opt/agent', 'linux')).toBe(false)
    expect(coversProgram(['agent'], '/opt/agent', 'linux')).toBe(true)
  })

  it('never matches a folder, an empty path, or part of a name', () => {
    expect(coversProgram(['C:\\Apps\\'], 'C:\\Apps\\', 'windows')).toBe(false)
    expect(coversProgram(['phone.exe'], 'softphone.exe', 'windows')).toBe(false)
    expect(coversProgram([], 'softphone.exe', 'windows')).toBe(false)
  })

  it('a base name has no separators and is the end of the path', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const name = baseName(path)
        return path.endsWith(name) && !/[\\/]/.test(name)
      }),
    )
  })
})
