/** Virtual IPs by DHCP: the agent's keeper before real servers, in network namespaces. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { requirement } from '~/tests/support/requirement'
import { bundled, temporaryDirectory } from './support/build'
import { DhcpLab, missingForDhcp, SERVERS, type ServerName } from './support/dhcp-lab'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let bundle: string
const missing = missingForDhcp()
const labs: DhcpLab[] = []

beforeAll(async () => {
  directory = await temporaryDirectory()
  bundle = await bundled('tests/agent/support/lease-host.ts', directory.path)
})
beforeEach((context) => requirement(context, 'dhcp', missing))
afterAll(async () => {
  await Promise.all(labs.map((lab) => lab.close()))
  await directory?.remove()
})

function lab(server: ServerName): DhcpLab {
  const made = new DhcpLab(directory.path, bundle, server)
  labs.push(made)
  made.startHost()
  return made
}

describe.each(SERVERS)('before %s, sessions', { concurrent: true, timeout: 150_000 }, (kind) => {
  test('get an address each, the same after kill -9, and give it back at logoff', async () => {
    const net = lab(kind)
    net.rememberAnother(100, 150)
    await net.startServer()
    await net.sessions([7, 8, 9])
    const addresses = await net.held(7, 8, 9)
    // Whoever knew an earlier holder is told.
    for (const address of addresses) await net.until('the network to be told', () => net.knowsHost(address))
    expect(new Set(addresses).size).toBe(3)
    expect(net.onAdapter()).toEqual([...addresses].sort())
    await net.killHost()
    expect(net.onAdapter()).toEqual([...addresses].sort())
    net.startHost()
    // One logged off while no agent ran.
    await net.sessions([7, 8])
    expect(await net.held(7, 8)).toEqual(addresses.slice(0, 2))
    expect(net.onAdapter()).toEqual(addresses.slice(0, 2).sort())
    await net.sessions([])
    expect(net.onAdapter()).toEqual([])
    for (const address of addresses)
      await net.until('the release', () =>
        new RegExp(`RELEASE.*${address.replaceAll('.', '\\.')}`).test(net.serverSaid),
      )
    await net.sessions([7])
    expect(await net.held(7)).toEqual(addresses.slice(0, 1))
    await net.sessions([7], null)
    expect(net.onAdapter()).toEqual([])
  })

  test('get theirs although two of three packets are lost', async () => {
    const net = lab(kind)
    net.loseTwoOfThree()
    await net.startServer()
    await net.sessions([7, 8])
    expect(new Set(await net.held(7, 8)).size).toBe(2)
  })

  // dnsmasq refuses to renew what it would not give any more; Kea is silent, and the lease runs out.
  test('keep it by renewing, and follow a server that gives another instead', async () => {
    const net = lab(kind)
    await net.startServer({ renewSeconds: 1, rebindSeconds: 3, leaseSeconds: 4 })
    await net.sessions([7])
    const [first] = await net.held(7)
    const until1 = net.expiresAt(7)
    await net.until('the renewal', () => net.expiresAt(7) > until1)
    expect(net.onAdapter()).toEqual([first])
    await net.stopServer()
    await net.startServer({ first: 200, last: 220 })
    const second = await net.until('another address', async () => {
      const [now] = await net.held(7)
      return now !== first && now
    })
    expect(second).toMatch(/^10\.9\.0\.2[012]\d$/)
    expect(net.onAdapter()).toEqual([second])
  })

  test('wait for a server that is away, and say so', async () => {
    const net = lab(kind)
    await net.sessions([7])
    expect(await net.short(7, 'no-answer')).toContain('no DHCP server answers')
    expect(net.onAdapter()).toEqual([])
    await net.startServer()
    await net.held(7)
  })

  test('learn that the scope is exhausted, and get the first address that comes free', async () => {
    const net = lab(kind)
    await net.startServer({ first: 100, last: 101 })
    await net.sessions([7, 8])
    const [freed] = await net.held(7, 8)
    await net.sessions([7, 8, 9])
    expect(await net.short(9, 'nothing-free')).toContain('10.9.0.1 answers')
    await net.sessions([8, 9])
    expect(await net.held(9)).toEqual([freed])
  })

  test('decline an address that another machine uses, and never put it on the adapter', async () => {
    const net = lab(kind)
    net.squat(100)
    await net.startServer({ first: 100, last: 101 })
    await net.sessions([7, 8])
    const code = await net.until('a conflict', () => net.serverSaid.includes('DECLINE') && 'declined')
    expect(code).toBe('declined')
    await net.until('the other address', () => net.onAdapter().includes('10.9.0.101'))
    expect(net.onAdapter()).toEqual(['10.9.0.101'])
    const told = '10.9.0.100, which 10.9.0.1 gave, is used by another machine'
    await net.until('the host to say so', () => net.hostSaid.includes(told))
  })
})

describe('before kea, a lease that runs out', () => {
  test('leaves the adapter, by the kernel where no agent lives, and comes back with the server', async () => {
    const net = lab('kea')
    await net.startServer({ renewSeconds: 1, rebindSeconds: 2, leaseSeconds: 3 })
    await net.sessions([7])
    const [address] = await net.held(7)
    await net.stopServer()
    expect(await net.short(7, 'expired')).toContain(address)
    expect(net.onAdapter()).toEqual([])
    await net.startServer({ renewSeconds: 1, rebindSeconds: 2, leaseSeconds: 3 })
    await net.held(7)
    await net.killHost()
    await net.until('the kernel to take it away', () => net.onAdapter().length === 0)
  })
})
