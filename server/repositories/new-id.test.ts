import { describe, expect, it } from 'vitest'
import { isUuid } from '~/domain/uuid'
import { newId, newIds } from './new-id'

describe('an id of a new row', () => {
  it('is a UUID of version 7 that begins with its moment', () => {
    const id = newId(Date.parse('2026-11-22T11:00:00.000Z'))
    expect(isUuid(id)).toBe(true)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(
      Date.parse('2026-11-22T11:00:00.000Z'),
    )
  })

  it('sorts behind one of an earlier millisecond, and is never given twice', () => {
    expect(newId(1_000) < newId(1_001)).toBe(true)
    expect(new Set(newIds(10_000)).size).toBe(10_000)
  })
})
