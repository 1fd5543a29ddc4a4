import { describe, expect, test } from 'vitest'
import { auditListInput } from './audit-filters'

describe('the filter of the record, from the address bar', () => {
  test('leaves out times that the server does not take', () => {
    for (const from of ['yesterday', '0000-01-01', '+010000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z'])
      expect(auditListInput({ from, to: '2026-01-01T00:00:00Z' })).toEqual({ to: '2026-01-01T00:00:00.000Z' })
  })
})
