import { describe, expect, it } from 'vitest'
import { parseAddress } from './address'
import { variablesOf } from './environment'
import { parseNetTable } from './net-table'
import { parseStat } from './stat'

describe('parseStat', () => {
  const rest =
    'S 812 4242 4242 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0 987654 1000 200 18446744073709551615 1 1'

  it('finds parent, state and start time', () => {
    expect(parseStat(`4242 (bash) ${rest}\n`)).toEqual({
      pid: 4242,
      parent: 812,
      state: 'S',
      startTime: '987654',
    })
  })

  it('is not misled by brackets and blanks in the name', () => {
    expect(parseStat(`4242 (a) S 1 (b c)) ${rest}`)).toMatchObject({ parent: 812, startTime: '987654' })
  })

  it.each(['', '1', '1 (x', '1 (x) S', 'x (y) S 1 2'])('has nothing for %j', (text) => {
    expect(parseStat(text)).toBeNull()
  })
})

describe('parseAddress', () => {
  it.each([
    ['0800007F', '127.0.0.8'],
    ['00000000', '0.0.0.0'],
    ['00000000000000000000000001000000', '::1'],
    ['00000000000000000000000000000000', '::'],
    ['0000000000000000FFFF00000800007F', '127.0.0.8'],
    ['000080FE00000000FF005A02B1A2F0FE', 'fe80::25a:ff:fef0:a2b1'],
  ])('reads %s as %s', (hex, address) => {
    expect(parseAddress(hex, 'LE')).toBe(address)
  })

  it('reads the other byte order', () => {
    expect(parseAddress('7F000008', 'BE')).toBe('127.0.0.8')
  })

  it.each(['', '7F', 'zz00007F', '0800007F00'])('has nothing for %j', (hex) => {
    expect(parseAddress(hex, 'LE')).toBeNull()
  })
})

describe('parseNetTable', () => {
  const head =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
  const row = (local: string, remote: string, state: string, inode: string) =>
    `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 ff 100 0 0 10 0\n`

  it('tells listeners from connections and leaves out what no process holds', () => {
    const text =
      head +
      row('0800007F:13C4', '00000000:0000', '0A', '501') +
      row('0800007F:C001', '0800007F:13C4', '01', '502') +
      row('0100007F:C002', '0100007F:13C4', '06', '0')
    expect(parseNetTable(text, 'tcp')).toEqual([
      { inode: '501', uid: 1000, listening: true, local: { address: '127.0.0.8', port: 5060 } },
      {
        inode: '502',
        uid: 1000,
        listening: false,
        local: { address: '127.0.0.8', port: 49_153 },
        remote: { address: '127.0.0.8', port: 5060 },
      },
    ])
  })

  it('takes a UDP socket without a peer for a listener', () => {
    const text =
      head +
      row('00000000:0044', '00000000:0000', '07', '601') +
      row('0100007F:C003', '0100007F:0035', '01', '602')
    expect(parseNetTable(text, 'udp').map((one) => one.listening)).toEqual([true, false])
  })

  it('skips lines it does not understand', () => {
    expect(parseNetTable(`${head}nonsense\n   1: xx yy\n\n`, 'tcp')).toEqual([])
  })
})

describe('variablesOf', () => {
  it('takes the first of two values, as getenv does, and keeps signs of equality in it', () => {
    const environ = 'A=1\0VIPFARM_SESSION=7\0VIPFARM_SESSION=8\0B=x=y\0broken\0'
    expect(variablesOf(environ, ['VIPFARM_SESSION', 'B', 'C'])).toEqual({ VIPFARM_SESSION: '7', B: 'x=y' })
  })
})
