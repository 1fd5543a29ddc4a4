import { describe, expect, it } from 'vitest'
import { addPorts, addPrograms } from './program-entries'

describe('programs that are pasted', () => {
  it('come in by lines, without blanks and doubles of any case', () => {
    const result = addPrograms(['softphone.exe'], 'crm.exe\r\n\n  SoftPhone.EXE \ncti.exe\n')
    expect(result).toMatchObject({
      list: ['softphone.exe', 'crm.exe', 'cti.exe'],
      added: 2,
      doubles: 1,
      full: false,
    })
  })
  it('are refused one by one, and the good ones stay', () => {
    const result = addPrograms([], `ok.exe\n${'x'.repeat(261)}\nbad\u0007.exe`)
    expect(result.list).toEqual(['ok.exe'])
    expect(result.refused).toHaveLength(2)
  })
  it('stop at 2,000 and say so', () => {
    const full = Array.from({ length: 1_999 }, (_, index) => `p${index}.exe`)
    const result = addPrograms(full, 'one.exe\ntwo.exe')
    expect(result.list).toHaveLength(2_000)
    expect(result).toMatchObject({ added: 1, full: true })
  })
})

describe('ports that are typed', () => {
  it('come in order and once', () => {
    expect(addPorts([9000], '8443, 80 9000')).toEqual({ list: [80, 8443, 9000], invalid: [] })
  })
  it('are named when they are no ports', () => {
    expect(addPorts([], '0, 65536, -1, 80x, 443')).toEqual({
      list: [443],
      invalid: ['0', '65536', '-1', '80x'],
    })
  })
})
