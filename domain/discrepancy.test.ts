import { describe, expect, it } from 'vitest'
import { type DiscrepancyInput, loopbackDiscrepancy, type SocketFacts } from '~/domain/discrepancy'
import type { HostConfig } from '~/domain/host-config'

const config = (settings: HostConfig['settings'] = {}): HostConfig => ({
  v: 1,
  settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'], ...settings },
  notApplicable: [],
})
const listens = (program: string, address: string): SocketFacts => ({
  program,
  listening: true,
  local: { address, port: 5060 },
})
const connected = (program: string, local: string, remote: string): SocketFacts => ({
  program,
  listening: false,
  local: { address: local, port: 50_001 },
  remote: { address: remote, port: 5060 },
})
const judge = (sockets: SocketFacts[], over: Partial<DiscrepancyInput> = {}) =>
  loopbackDiscrepancy({
    prediction: { loopback: '127.0.0.8', by: 'citrix' },
    sockets,
    config: config(),
    family: 'windows',
    hostPending: false,
    ...over,
  })

describe('Rulebook 7: no discrepancy', () => {
  it.each<[string, SocketFacts[]]>([
    ['no sockets', []],
    ['a listed program at the predicted address', [listens('C:\\Apps\\SoftPhone.exe', '127.0.0.8')]],
    ['a connection with its far end there', [connected('softphone.exe', '127.0.0.1', '127.0.0.8')]],
    ['a connection with its near end there', [connected('softphone.exe', '127.0.0.8', '127.0.0.1')]],
    [
      'sockets outside 127/8',
      [listens('softphone.exe', '0.0.0.0'), connected('other.exe', '192.0.2.1', '192.0.2.9')],
    ],
    ['IPv6 loopback, which is never changed', [listens('softphone.exe', '::1')]],
  ])('for %s', (_, sockets) => expect(judge(sockets)).toBeNull())

  it('for a masked program, which is shown 127.0.0.1 on purpose', () => {
    const masked = { config: config({ LoopbackMasking: ['softphone.exe'] }) }
    expect(judge([listens('softphone.exe', '127.0.0.1')], masked)).toBeNull()
  })

  it('at 127.0.0.1 when no address is predicted', () => {
    const off = { prediction: { loopback: null, reason: 'switch-off' as const, by: 'none' as const } }
    expect(judge([listens('softphone.exe', '127.0.0.1')], off)).toBeNull()
  })
})

describe('Rulebook 7: a difference has its reason', () => {
  const real = listens('softphone.exe', '127.0.0.1')

  it('not-listed: an unlisted program at 127.0.0.1', () => {
    expect(judge([listens('helper.exe', '127.0.0.1')])).toEqual({
      reason: 'not-listed',
      program: 'helper.exe',
      predicted: '127.0.0.8',
      observed: '127.0.0.1',
    })
    expect(judge([connected('helper.exe', '127.0.0.1', '127.0.0.1')])?.reason).toBe('not-listed')
  })

  it('not-listed by case alone, on Linux', () => {
    expect(judge([listens('SoftPhone.exe', '127.0.0.1')], { family: 'linux' })?.reason).toBe('not-listed')
  })

  it('restart-pending: a listed program, while something newer waits', () => {
    expect(judge([real], { hostPending: true })?.reason).toBe('restart-pending')
  })

  it('path-against-name: it is listed by a path only', () => {
    const byPath = { config: config({ VirtualLoopbackPrograms: ['C:\\Apps\\softphone.exe'] }) }
    expect(judge([real], byPath)?.reason).toBe('path-against-name')
    const both = { config: config({ VirtualLoopbackPrograms: ['C:\\Apps\\softphone.exe', 'softphone.exe'] }) }
    expect(judge([real], both)?.reason).toBe('not-enforced')
  })

  it('not-enforced: nothing changes the calls', () => {
    expect(
      judge([real], { prediction: { loopback: '127.0.0.8', reason: 'not-enforced', by: 'none' } })?.reason,
    ).toBe('not-enforced')
    expect(judge([real])?.reason).toBe('not-enforced')
  })

  it('foreign-address: the address of another session', () => {
    expect(judge([listens('softphone.exe', '127.0.0.9')])).toMatchObject({
      reason: 'foreign-address',
      observed: '127.0.0.9',
    })
    expect(judge([listens('helper.exe', '127.0.0.9')])?.reason).toBe('foreign-address')
  })

  it('prefer-loopback: a covered server listens elsewhere', () => {
    const server = [listens('softphone.exe', '0.0.0.0')]
    const covered = { config: config({ PreferLoopback: true, PreferLoopbackProcesses: ['softphone.exe'] }) }
    expect(judge(server, covered)).toMatchObject({ reason: 'prefer-loopback', observed: '0.0.0.0' })
    const empty = { config: config({ PreferLoopback: true }) }
    expect(judge(server, { ...empty, family: 'linux' })?.reason).toBe('prefer-loopback')
    expect(judge(server, { ...empty, family: 'windows' })).toBeNull()
    expect(judge([listens('softphone.exe', '127.0.0.8')], covered)).toBeNull()
  })

  it.each([
    ['switch-off', 'switch-off'],
    ['list-empty', 'not-listed'],
    ['session-0', 'session-0'],
    ['no-config', 'foreign-address'],
  ] as const)('an address without a prediction (%s): %s', (reason, expected) => {
    const none = { prediction: { loopback: null, reason, by: 'none' as const } }
    expect(judge([listens('softphone.exe', '127.0.0.8')], none)).toEqual({
      reason: expected,
      program: 'softphone.exe',
      observed: '127.0.0.8',
    })
    expect(judge([listens('softphone.exe', '127.0.0.8')], { ...none, hostPending: true })?.reason).toBe(
      'restart-pending',
    )
  })

  it('a listed program comes before an unlisted one, whatever the order', () => {
    const sockets = [listens('helper.exe', '127.0.0.1'), real]
    expect(judge(sockets)?.program).toBe('softphone.exe')
    expect(judge([...sockets].reverse())?.program).toBe('softphone.exe')
  })
})
