import { describe, expect, it } from 'vitest'
import { checkCatalogueEntry, parsePorts, portsText } from './check-entry'
import { KNOWN_PROGRAMS } from './known-programs'

describe('an entry of the catalogue', () => {
  it('as it comes breaks no rule', () => {
    expect(KNOWN_PROGRAMS.flatMap(checkCatalogueEntry)).toEqual([])
  })

  it('names every field that breaks one', () => {
    const entry = {
      id: 'No Id',
      name: ' ',
      processes: [''],
      processEvidence: 'memory' as const,
      ports: [{ protocol: 'tcp' as const, first: 9, last: 8 }],
      portEvidence: 'memory' as const,
      advice: 'review' as const,
      text: 'x'.repeat(501),
      source: 'a\u0007b',
    }
    expect(checkCatalogueEntry(entry).map(({ field }) => field)).toEqual([
      'name',
      'text',
      'source',
      'id',
      'processes[0]',
      'ports[0]',
    ])
  })
})

describe('ports as people write them', () => {
  it.each([
    ['8194', 'tcp 8194'],
    ['tcp 8194, UDP/48129-48137', 'tcp 8194, udp 48129-48137'],
    ['', ''],
  ])('%j is read', (text, again) => {
    expect(portsText(parsePorts(text) ?? [])).toBe(again)
  })

  it.each(['8194x', 'sctp 1', '1-', '123456'])('%j is not', (text) => {
    expect(parsePorts(text)).toBeNull()
  })
})
