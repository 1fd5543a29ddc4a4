import { describe, expect, it } from 'vitest'
import { auditListInput, exportHref } from './audit-filters'

describe('the filter of the record', () => {
  it('is the same for the list and for the export', () => {
    const words = { actor: 'ana', action: 'policies.publish', from: '2026-11-22T10:00:00Z' }
    expect(auditListInput(words)).toEqual({
      actor: 'ana',
      action: 'policies.publish',
      from: '2026-11-22T10:00:00.000Z',
    })
    expect(exportHref('csv', words)).toBe(
      '/api/export/audit.csv?actor=ana&action=policies.publish&from=2026-11-22T10%3A00%3A00.000Z',
    )
  })
  it('leaves out a time that is none', () => {
    expect(auditListInput({ from: 'yesterday', to: '' })).toEqual({})
    expect(exportHref('jsonl', {})).toBe('/api/export/audit.jsonl')
  })
  it.each(['0000-01-01', '+010000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z'])(
    'leaves out a time of no year from 1 to 9999, which the server refuses: %s',
    (from) => expect(auditListInput({ from })).toEqual({}),
  )
})
