import { describe, expect, it, vi } from 'vitest'
import type { LeaseOutput } from '~/protocol/lease'
import type { Clock } from '../../clock'
import { PoolLeases } from './pool-leases'
import { observedSessions } from './sockets'
import type { SimulatedSession } from './world'

const SESSION = {
  id: 7,
  logonAt: 0,
  user: 'ana',
  protocol: 'ica',
  slot: 0,
  programs: [],
} as never as SimulatedSession
const VALUES = {
  VirtualIpEnabled: true,
  VirtualIpMode: 'per-session',
  VirtualIpSource: 'pool',
  VirtualIpPool: 'Desk',
  VirtualIpFallback: 'none',
}
const clock: Clock = { now: () => 0, after: () => ({ cancel: () => undefined }) }

async function answered(answer: () => Promise<LeaseOutput>) {
  const changed = vi.fn()
  const leases = new PoolLeases(clock, changed)
  leases.use({ lease: answer, release: async () => undefined })
  leases.follow([SESSION], 'Desk')
  await vi.waitFor(() => expect(changed).toHaveBeenCalled())
  return observedSessions([SESSION], VALUES, 0, leases)[0]
}

describe('a simulated session that is to have an address of a pool', () => {
  it('shows the one it was given', async () => {
    const seen = await answered(
      async () =>
        ({
          ...{ granted: true, address: '10.9.0.5', network: '10.9.0.0/24', pool: 'Desk' },
          since: '2026-11-22T11:00:00.000Z',
        }) as LeaseOutput,
    )
    expect(seen?.virtualIp).toEqual({ source: 'pool', address: '10.9.0.5' })
    expect(seen?.addresses).toEqual([{ kind: 'observed', address: '10.9.0.5', network: '10.9.0.0/24' }])
  })

  it('says why it has none, and what its programs get instead', async () => {
    const full = { granted: false, reason: 'pool-exhausted', message: 'nothing is left' } as const
    const seen = await answered(async () => full)
    expect(seen?.addresses).toEqual([])
    expect(seen?.virtualIp).toEqual({
      ...{ source: 'pool', address: null, reason: 'pool-exhausted', message: 'nothing is left' },
      fallback: 'none',
    })
    const away = await answered(async () => {
      throw new Error('ECONNREFUSED')
    })
    expect(away?.virtualIp).toMatchObject({ reason: 'no-answer', fallback: 'none' })
    expect(away?.virtualIp?.message).toContain('ECONNREFUSED')
  })
})
