import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { serverAddress } from './vip-address'

const HEAD = 'Iface\tDestination\tGateway'
const at = (address: string, bits: 24 | 32): NetworkInterfaceInfo => ({
  family: 'IPv4',
  address,
  cidr: `${address}/${bits}`,
  netmask: bits === 24 ? '255.255.255.0' : '255.255.255.255',
  mac: '02:00:5e:00:00:07',
  internal: false,
})

describe('the address that outside machines know this one by', () => {
  const interfaces = { eth0: [at('10.9.0.2', 24), at('10.9.0.104', 32)], eth1: [at('10.8.0.2', 24)] }

  it('is that of the adapter with the default route', () =>
    expect(serverAddress(new Set(), `${HEAD}\neth0\t00000000\t0100090A`, interfaces)).toBe('10.9.0.2'))
  it('is never a virtual IP that was put there a moment ago', () =>
    expect(serverAddress(new Set(), HEAD, { eth0: interfaces.eth0 })).toBe('10.9.0.2'))
  it('is none that sessions are known to hold', () =>
    expect(serverAddress(new Set(['10.9.0.2']), HEAD, { eth0: [at('10.9.0.2', 32)] })).toBeNull())
  it('may be a /32 where the machine has no other', () =>
    expect(serverAddress(new Set(), HEAD, { eth0: [at('10.9.0.2', 32)] })).toBe('10.9.0.2'))
})
