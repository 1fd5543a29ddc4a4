import { describe, expect, it } from 'vitest'
import { dhcpReadiness, type Tries } from './readiness'

const FINE: Tries = {
  platform: 'linux',
  ip: async () => undefined,
  mayChange: () => true,
  choose: () => ({ device: 'eth0', address: '10.9.0.2', mac: '02:00:5e:00:00:07' }),
  open: async () => undefined,
}
const fails = (message: string) => async () => {
  throw new Error(message)
}

describe('whether a machine can lease by DHCP', () => {
  it('says by which adapter, where it can', async () => {
    const found = await dhcpReadiness(FINE)
    expect(found).toEqual({
      ready: true,
      code: 'ready',
      reason: 'leases would go on eth0 and be asked for from 10.9.0.2',
    })
  })

  it.each<[string, Partial<Tries>, string]>([
    ['not-linux', { platform: 'win32' }, 'Windows itself'],
    ['no-ip-command', { ip: fails('the command ip is missing: install iproute2') }, 'iproute2'],
    ['no-rights', { mayChange: () => false }, 'as root'],
    ['no-adapter', { choose: () => null }, 'VirtualIpAdapter'],
    ['port-taken', { open: fails('UDP port 68 of 10.9.0.2 cannot be used: EADDRINUSE') }, 'sport = :68'],
  ])('says %s, and what to mend', async (code, broken, mend) => {
    const found = await dhcpReadiness({ ...FINE, ...broken })
    expect(found).toMatchObject({ ready: false, code })
    expect(found.mend).toContain(mend)
  })
})
