import { describe, expect, it } from 'vitest'
import type { SocketFacts } from '~/domain/discrepancy'
import { brokenPairs } from '~/domain/loopback-pairs'

const server = (program: string, address: string, port: number): SocketFacts => ({
  program,
  listening: true,
  local: { address, port },
})
const client = (program: string, port: number, remote = '127.0.0.1'): SocketFacts => ({
  program,
  listening: false,
  local: { address: '127.0.0.1', port: 50_001 },
  remote: { address: remote, port },
})
const sockets = [server('softphone.exe', '127.0.0.1', 5060), client('agent.exe', 5060)]
const pairs = (list: string[], seen = sockets, excludedPorts?: number[]) =>
  brokenPairs({ sockets: seen, list, family: 'windows', excludedPorts })

describe('Rulebook 2: both ends of a loopback conversation must be listed', () => {
  it('a listed listener with an unlisted client is a broken pair', () => {
    const broken = [{ listener: 'softphone.exe', client: 'agent.exe', port: 5060, unlisted: 'client' }]
    expect(pairs(['softphone.exe'])).toEqual(broken)
  })

  it('and so is the reverse', () => {
    expect(pairs(['AGENT.exe'])).toMatchObject([{ unlisted: 'listener' }])
  })

  it('both listed, or neither, is none', () => {
    expect(pairs(['softphone.exe', 'agent.exe'])).toEqual([])
    expect(pairs([])).toEqual([])
  })

  it('a listener on all addresses is reached by loopback too, one on the server’s address is not', () => {
    expect(pairs(['a.exe'], [server('a.exe', '0.0.0.0', 80), client('b.exe', 80)])).toHaveLength(1)
    expect(pairs(['a.exe'], [server('a.exe', '192.0.2.7', 80), client('b.exe', 80)])).toEqual([])
    expect(pairs(['a.exe'], [server('a.exe', '0.0.0.0', 80), client('b.exe', 80, '192.0.2.7')])).toEqual([])
  })

  it('another port is another conversation, an excluded port is left alone, and a pair is told once', () => {
    expect(pairs(['softphone.exe'], [sockets[0] as SocketFacts, client('agent.exe', 5061)])).toEqual([])
    expect(pairs(['softphone.exe'], sockets, [5060])).toEqual([])
    expect(pairs(['softphone.exe'], [...sockets, ...sockets])).toHaveLength(1)
  })
})
