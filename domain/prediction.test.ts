import { describe, expect, it } from 'vitest'
import type { HostConfig } from '~/domain/host-config'
import { type PredictionInput, predictLoopback } from '~/domain/prediction'

const on: HostConfig = {
  v: 1,
  settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] },
  notApplicable: [],
}
const predict = (over: Partial<PredictionInput> = {}, family: 'windows' | 'linux' = 'windows') =>
  predictLoopback({
    config: on,
    host: { os: { family } },
    session: { id: 7 },
    enforcement: 'citrix',
    ...over,
  })

describe('Rulebook 5: a session has a predicted loopback', () => {
  it('while the switch is on, the list is not empty, the host can do it, and the session is virtualisable', () => {
    expect(predict()).toEqual({ loopback: '127.0.0.8', by: 'citrix' })
    expect(predict({ session: { id: 255, protocol: 'ica' } })).toEqual({
      loopback: '127.0.1.0',
      by: 'citrix',
    })
  })

  it.each([
    ['no-config', { config: null }],
    ['switch-off', { config: { ...on, settings: { VirtualLoopbackPrograms: ['a.exe'] } } }],
    ['switch-off', { config: { ...on, settings: { ...on.settings, VirtualLoopbackSupport: false } } }],
    ['list-empty', { config: { ...on, settings: { VirtualLoopbackSupport: true } } }],
    [
      'list-empty',
      { config: { ...on, settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: [] } } },
    ],
    [
      'not-applicable',
      { config: { v: 1, settings: {}, notApplicable: [{ setting: 'VirtualLoopbackSupport', reason: 'x' }] } },
    ],
    ['session-0', { session: { id: 0 } }],
    ['session-0', { session: { id: 0, protocol: 'services' } }],
    ['not-virtualised-protocol', { session: { id: 1, protocol: 'console' } }],
    ['not-virtualised-protocol', { session: { id: 3, protocol: 'services' } }],
    ['address-out-of-range', { session: { id: 16_777_215 } }],
  ] as [string, Partial<PredictionInput>][])('else none, with the reason %s', (reason, over) => {
    expect(predict(over)).toEqual({ loopback: null, reason, by: 'none' })
  })
})

describe('Rulebook 1: the last address on Linux', () => {
  it('is a broadcast, so session 16,777,214 gets none there, and the one before does', () => {
    const last = { session: { id: 16_777_214 }, enforcement: 'linux-filter' } as const
    expect(predict(last, 'linux')).toEqual({ loopback: null, reason: 'address-out-of-range', by: 'none' })
    expect(predict({ ...last, session: { id: 16_777_213 } }, 'linux').loopback).toBe('127.255.255.254')
    expect(predict({ session: { id: 16_777_214 } }).loopback).toBe('127.255.255.255')
  })
})

describe('Rulebook 4: a prediction names the component that does it, or none', () => {
  it.each(['rdp', 'ssh', 'launched', 'xrdp'] as const)(
    'Citrix changes nothing in a session that came by %s',
    (protocol) => {
      expect(predict({ session: { id: 7, protocol } })).toEqual({
        loopback: '127.0.0.8',
        reason: 'not-enforced',
        by: 'none',
      })
    },
  )

  it('without enforcement the address stays, marked as not enforced', () => {
    expect(predict({ enforcement: 'none' })).toEqual({
      loopback: '127.0.0.8',
      reason: 'not-enforced',
      by: 'none',
    })
  })

  it('the Linux filter and the simulation cover every way in', () => {
    const session = { id: 7, protocol: 'launched' } as const
    expect(predict({ session, enforcement: 'linux-filter' }, 'linux')).toEqual({
      loopback: '127.0.0.8',
      by: 'linux-filter',
    })
    expect(predict({ session, enforcement: 'simulated' })).toEqual({ loopback: '127.0.0.8', by: 'simulated' })
  })
})
