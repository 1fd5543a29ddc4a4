import { describe, expect, it } from 'vitest'
import { lintList, type SeenOnHosts } from './list-linter'

const seen = (over: Partial<SeenOnHosts> = {}): SeenOnHosts => ({
  family: 'windows',
  pairs: [],
  programs: new Map(),
  hosts: 0,
  ...over,
})
const codes = (list: string[], over: Partial<SeenOnHosts> = {}) =>
  lintList(list, seen(over)).map(({ code }) => code)

describe('a program list, beside what hosts show', () => {
  it('names the end of a conversation that is missing, once, and which program to add', () => {
    const pairs = [
      { listener: 'bbcomm.exe', client: 'EXCEL.EXE', port: 8194 },
      { listener: 'bbcomm.exe', client: 'excel.exe', port: 8195 },
    ]
    const lints = lintList(['BBCOMM.exe'], seen({ pairs }))
    expect(lints).toMatchObject([{ code: 'missing-end', add: 'EXCEL.EXE' }])
    expect(codes(['bbcomm.exe', 'excel.exe'], { pairs })).toEqual([])
    expect(codes(['other.exe'], { pairs })).toEqual([])
  })

  it.each([
    ['app.exe', 'app64.exe'],
    ['app_x86.exe', 'app_x64.exe'],
    ['idea64.exe', 'idea.exe'],
  ])('%s names its twin %s when hosts run it', (entry, twin) => {
    expect(lintList([entry], seen({ programs: new Map([[twin, 3]]) }))).toMatchObject([
      { code: 'missing-twin', add: twin },
    ])
    expect(codes([entry, twin], { programs: new Map([[twin, 3]]) })).toEqual([])
  })

  it('takes a program of the other system that is called alike for no twin', () => {
    const programs = new Map([['softphone', 2]])
    expect(codes(['softphone.exe'], { family: 'linux', programs })).toEqual([])
    expect(codes(['phone.exe'], { programs: new Map([['phone', 1]]) })).toEqual([])
    expect(codes(['phone64'], { family: 'linux', programs: new Map([['phone', 1]]) })).toEqual([
      'missing-twin',
    ])
  })

  it('names entries that no host has, and says nothing of absence when no host was looked at', () => {
    expect(codes(['gone.exe'], { hosts: 12 })).toEqual(['not-found'])
    expect(codes(['gone.exe'], { hosts: 0 })).toEqual([])
    expect(codes(['C:\\a\\there.exe'], { hosts: 12, programs: new Map([['there.exe', 1]]) })).toEqual([
      'path-entry',
    ])
  })

  it('keeps what the entries themselves tell', () => {
    expect(codes(['java.exe', 'chrome.exe', 'WebSocketService.exe'])).toEqual([
      'interpreter-entry',
      'browser-entry',
      'citrix-helper-entry',
    ])
  })
})
