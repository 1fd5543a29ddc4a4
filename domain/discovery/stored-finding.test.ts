import { describe, expect, it } from 'vitest'
import { mergeFindings, type StoredFinding, storedKey } from './stored-finding'

const finding = (over: Partial<StoredFinding> = {}): StoredFinding => ({
  program: 'app.exe',
  verdict: 'needs-loopback',
  confidence: 'high',
  reasons: [],
  ports: [{ protocol: 'tcp', port: 5060 }],
  pairs: [],
  instances: 2,
  hosts: [],
  sessions: [],
  evidence: [],
  ...over,
})

describe('what several sources say of one program', () => {
  it('is led by the graver verdict, and by the surer one among equals', () => {
    const once = finding({
      verdict: 'seen-once',
      confidence: 'low',
      ports: [{ protocol: 'tcp', port: 7000 }],
    })
    const unsure = finding({ confidence: 'low' })
    expect(mergeFindings([once, unsure, finding()])).toMatchObject({
      verdict: 'needs-loopback',
      confidence: 'high',
      ports: [{ protocol: 'tcp', port: 5060 }],
      instances: 6,
    })
    expect(mergeFindings([])).toBeNull()
  })

  it('is the same whatever the order of the sources', () => {
    const one = finding({ hosts: ['B'], ports: [{ protocol: 'udp', port: 1 }] })
    const other = finding({ hosts: ['A'] })
    expect(mergeFindings([one, other])?.hosts).toEqual(mergeFindings([other, one])?.hosts)
    expect(storedKey(mergeFindings([one, other]) ?? one)).toBe(storedKey(mergeFindings([other, one]) ?? one))
  })
})

describe('what must change before a finding that was put away comes back', () => {
  it('is the verdict, a port or a partner, not how often it was seen', () => {
    const before = storedKey(finding())
    expect(storedKey(finding({ instances: 9, hosts: ['X'], confidence: 'low' }))).toBe(before)
    expect(storedKey(finding({ verdict: 'needs-both' }))).not.toBe(before)
    expect(storedKey(finding({ ports: [{ protocol: 'tcp', port: 5061 }] }))).not.toBe(before)
    expect(storedKey(finding({ pairs: [{ listener: 'app.exe', client: 'b.exe', port: 5060 }] }))).not.toBe(
      before,
    )
  })

  it('is not the next port of a program that wanders: each session brings one', () => {
    const wanders = (port: number) =>
      finding({ verdict: 'wandering-port', ports: [{ protocol: 'tcp', port }] })
    expect(storedKey(wanders(8181))).toBe(storedKey(wanders(8282)))
  })
})
