import { describe, expect, it } from 'vitest'
import { inert } from './inert-text'

describe('text of foreign files', () => {
  it.each([
    ['\u202egpj.exe', '\\u202egpj.exe'],
    ['\u001b[31mred.exe', '\\x1b[31mred.exe'],
    ['a\u200bb\u2066c', 'a\\u200bb\\u2066c'],
    ['line\u2028end\n', 'line\\u2028end\\x0a'],
  ])('%j shows what would turn, hide or move it', (text, shown) => {
    expect(inert(text)).toBe(shown)
  })

  it.each(['softphone.exe', 'Büro 2.exe', 'программа.exe', 'تقرير.exe', '<b>&amp;.exe'])(
    '%s stays',
    (text) => {
      expect(inert(text)).toBe(text)
    },
  )

  it('is cut where it is too long', () => {
    expect(inert('x'.repeat(301))).toBe(`${'x'.repeat(300)}…`)
  })
})
