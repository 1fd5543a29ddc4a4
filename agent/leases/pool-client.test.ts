import { describe, expect, test } from 'vitest'
import type { LeaseOutput } from '~/protocol/lease'
import { FakeClock } from '~/tests/agent/support/fake-clock'
import { silentLog } from '../log'
import type { Held } from './held'
import { PoolClient } from './pool-client'

const given = (address: string): LeaseOutput => ({
  granted: true,
  ...{ address, network: '10.9.0.0/24', pool: 'CTI', since: '2026-03-01T08:00:00.000Z' },
})
const LOST = new Error('no answer')

/** A desk that answers as told, one after the other, and a machine that remembers what was done to it. */
class Play {
  readonly clock = new FakeClock()
  readonly kept: Held[] = []
  readonly on = new Set<string>()
  readonly taken = new Set<string>()
  asked = 0
  released = 0
  readonly client: PoolClient

  constructor(private readonly answers: (LeaseOutput | Error)[]) {
    this.client = new PoolClient({
      session: { id: 7, logonAt: '2026-03-01T08:00:00.000Z', user: 'ana', protocol: 'ica' },
      wish: { pool: 'CTI', programs: [] },
      desk: {
        lease: async () => {
          this.asked += 1
          const answer = this.answers.shift() ?? LOST
          if (answer instanceof Error) throw answer
          return answer
        },
        slice: () => Promise.reject(new Error('no session asks for one')),
        release: async () => {
          this.released += 1
        },
      },
      work: {
        isTaken: async (address) => this.taken.has(address),
        hold: async ({ address }) => void this.on.add(address),
        drop: async (address) => void this.on.delete(address),
      },
      ...{ clock: this.clock, random: () => 0.5, log: silentLog },
      keep: async (held) => void this.kept.push(held),
    })
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }

  async later(seconds: number): Promise<void> {
    this.clock.advance(seconds * 1000)
    await this.settle()
  }
}

describe("a session's address from a pool", () => {
  test('is written down before it is on the machine, and asked for until an answer comes', async () => {
    const play = new Play([LOST, LOST, given('10.9.0.7')])
    play.client.start(null, false)
    await play.settle()
    expect(play.client.held.shortage?.code).toBe('no-answer')
    await play.later(60)
    await play.later(60)
    expect([...play.on]).toEqual(['10.9.0.7'])
    expect(play.kept.slice(-2).map(({ address, lease }) => [address, lease?.address])).toEqual([
      [null, '10.9.0.7'],
      ['10.9.0.7', '10.9.0.7'],
    ])
  })

  test('stays after a restart with the server away, and is asked for again', async () => {
    const play = new Play([given('10.9.0.7')])
    play.client.start(null, false)
    await play.settle()
    const { lease } = play.client.held
    const again = new Play([LOST, given('10.9.0.7')])
    again.on.add('10.9.0.7')
    again.client.start(lease, true)
    await again.settle()
    expect(again.client.held.address).toBe('10.9.0.7')
    await again.later(60)
    expect([again.asked, ...again.on]).toEqual([2, '10.9.0.7'])
  })

  test('is changed where the farm says another, never two at once', async () => {
    const play = new Play([given('10.9.0.8')])
    play.on.add('10.9.0.7')
    const old = { address: '10.9.0.7', server: '0.0.0.0', renewAt: 9e12, rebindAt: 9e12, expiresAt: 9e12 }
    play.client.start(old, true)
    await play.settle()
    expect([...play.on]).toEqual(['10.9.0.8'])
  })

  test('that another machine uses is given back, and another asked for', async () => {
    const play = new Play([given('10.9.0.7'), given('10.9.0.8')])
    play.taken.add('10.9.0.7')
    play.client.start(null, false)
    await play.settle()
    expect([play.client.held.shortage?.code, play.released]).toEqual(['conflict', 1])
    await play.later(60)
    expect([...play.on]).toEqual(['10.9.0.8'])
  })

  test('that is refused is asked for when the farm says, with its reason shown meanwhile', async () => {
    const full = {
      granted: false as const,
      reason: 'pool-exhausted' as const,
      message: 'full',
      retryAfter: 5,
    }
    const play = new Play([full, given('10.9.0.7')])
    play.client.start(null, false)
    await play.settle()
    expect(play.client.held.shortage).toEqual({ code: 'pool-exhausted', message: 'full' })
    await play.later(4)
    expect(play.asked).toBe(1)
    await play.later(2)
    expect([...play.on]).toEqual(['10.9.0.7'])
  })

  test('is given back at logoff, also one that was still on its way, and never asked for again', async () => {
    const play = new Play([given('10.9.0.7')])
    play.client.start(null, false)
    await play.client.release()
    await play.later(600)
    expect([play.on.size, play.released]).toEqual([0, 1])
    expect(play.asked).toBeLessThanOrEqual(1)
  })
})
