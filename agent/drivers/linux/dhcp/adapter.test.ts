import type { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { chooseAdapter } from './adapter'

const entry = (address: string, mac: string, netmask = '255.255.255.0') => ({
  ...{ address, mac, netmask, family: 'IPv4' as const, internal: address.startsWith('127.'), cidr: null },
})
const interfaces: ReturnType<typeof networkInterfaces> = {
  lo: [entry('127.0.0.1', '00:00:00:00:00:00')],
  eth0: [entry('10.1.0.9', '02:00:00:00:00:01', '255.255.255.255'), entry('10.1.0.5', '02:00:00:00:00:01')],
  eth1: [entry('10.2.0.5', '02:00:00:00:00:02')],
}
const ROUTES = 'Iface\tDestination\tGateway\neth1\t00000000\t0100020A\neth0\t0000010A\t00000000\n'
const choose = (wanted: string | null, routes = ROUTES, of = interfaces) =>
  chooseAdapter(wanted, new Set(['10.2.0.7']), of, routes)?.device ?? null

describe('the adapter for virtual IPs', () => {
  test.each([
    ['10.1.0.0/16', 'eth0'],
    ['10.2.0.5/32', 'eth1'],
    ['02-00-00-00-00-02', 'eth1'],
    ['02:00:00:00:00:01', 'eth0'],
    ['10.3.0.0/24', null],
    ['127.0.0.0/8', null],
  ])('named %s is %s', (wanted, device) => {
    expect(choose(wanted)).toBe(device)
  })

  test('that nobody named is the one with the default route, else the only one', () => {
    expect(choose(null)).toBe('eth1')
    expect(choose(null, '')).toBeNull()
    expect(choose(null, '', { lo: interfaces.lo, eth0: interfaces.eth0 })).toBe('eth0')
  })

  test("speaks from the machine's own address, never from a virtual one", () => {
    expect(chooseAdapter('10.1.0.0/16', new Set(), interfaces, '')?.address).toBe('10.1.0.5')
    const eth1 = [entry('10.2.0.7', '02:00:00:00:00:02'), entry('10.2.0.5', '02:00:00:00:00:02')]
    expect(chooseAdapter(null, new Set(['10.2.0.7']), { eth1 }, '')?.address).toBe('10.2.0.5')
  })
})
