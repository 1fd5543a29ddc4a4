import { describe, expect, it } from 'vitest'
import type { Policy } from './policy-model'
import { resolve } from './resolve'
import { whatIf } from './what-if'

const policies: Policy[] = [
  {
    name: 'CTI',
    description: '',
    enabled: true,
    priority: 1,
    settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] },
    filters: [
      { type: 'DesktopTag', mode: 'Allow', enabled: true, value: 'cti' },
      { type: 'User', mode: 'Deny', enabled: true, value: 'guest' },
      { type: 'HostName', mode: 'Deny', enabled: false, value: '*' },
    ],
  },
]
const host = {
  name: 'HOST7',
  os: { family: 'windows' as const, version: 'Windows Server 2022' },
  tags: ['cti'],
}

describe('what-if', () => {
  it('says of settings, losers, skipped policies and warnings exactly what resolve says', () => {
    expect(whatIf({ policies, host, sessions: [] })).toMatchObject(resolve({ policies, host }))
  })

  it('gives evidence for every filter, the disabled ones too, and they do not count', () => {
    const [evidence] = whatIf({ policies, host, sessions: [] }).evidence
    expect(evidence).toEqual({
      policy: 'CTI',
      priority: 1,
      applies: true,
      filters: [
        { type: 'DesktopTag', mode: 'Allow', value: 'cti', enabled: true, fact: 'cti', matched: true },
        { type: 'User', mode: 'Deny', value: 'guest', enabled: true, fact: null, matched: false },
        { type: 'HostName', mode: 'Deny', value: '*', enabled: false, fact: 'HOST7', matched: true },
      ],
    })
  })

  it('shows what a described user changes, without touching the machine settings', () => {
    const answer = whatIf({ policies, host, sessions: [], user: { user: 'Guest' } })
    expect(answer.settings.VirtualLoopbackSupport?.policy).toBe('CTI')
    expect(answer.user?.settings).toEqual({})
    expect(answer.user?.evidence[0]).toMatchObject({ applies: false, reason: 'denied' })
  })

  it('predicts the loopback of any session id', () => {
    const ids = [0, 7, 255, 16_777_214]
    const { predictions } = whatIf({ policies, host, sessions: ids.map((id) => ({ id })) })
    expect(predictions.map(({ loopback }) => loopback)).toEqual([
      null,
      '127.0.0.8',
      '127.0.1.0',
      '127.255.255.255',
    ])
  })
})
