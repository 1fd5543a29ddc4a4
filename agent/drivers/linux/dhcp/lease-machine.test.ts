import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DHCP_KINDS, type DhcpMessage } from '~/formats/dhcp/message'
import { clientIdOf } from './client-id'
import { hasAnswered } from './conflict'
import { leaseOf } from './lease'
import { step } from './lease-machine'
import { heldIn, IDLE, type LeaseAction, type LeaseEvent, type LeaseState } from './lease-state'
import { USUAL_TIMING } from './timing'

/** One lease on a clock that the test moves, before a server that the test plays. */
class Play {
  now = 1_000_000
  state: LeaseState = IDLE
  actions: LeaseAction[] = []
  private xid = 1

  does(event: LeaseEvent): this {
    const around = { now: this.now, roll: 0.5, xid: this.xid++, timing: USUAL_TIMING }
    const { state, actions } = step(this.state, event, around)
    this.state = state
    this.actions = actions
    return this
  }

  /** Lets the alarm ring. */
  waits(): this {
    if (this.state.alarmAt === null) throw new Error('it waits for nothing')
    this.now = Math.max(this.now, this.state.alarmAt)
    return this.does({ is: 'alarm' })
  }

  hears(kind: DhcpMessage['kind'], more: Partial<DhcpMessage> = {}): this {
    return this.does({ is: 'heard', message: this.message(kind, more) })
  }

  message(kind: DhcpMessage['kind'], more: Partial<DhcpMessage>): DhcpMessage {
    const { phase } = this.state
    const xid = 'asking' in phase ? phase.asking.xid : 0
    const head = { kind, xid, reply: true, secs: 0, broadcast: false, clientAddress: null }
    const lease = { leaseSeconds: 600, renewSeconds: 300, rebindSeconds: 500 }
    return { ...head, yourAddress: '10.9.0.100', hardware: '', server: '10.9.0.1', ...lease, ...more }
  }

  bound(): this {
    return this.does({ is: 'start', last: null, held: false })
      .hears('offer')
      .hears('ack')
      .does({ is: 'checked', address: '10.9.0.100', taken: false })
  }

  get sent() {
    return this.actions.flatMap((action) =>
      action.do === 'send' ? [[action.draft.kind, action.to, action.from]] : [],
    )
  }
}

describe('a lease', () => {
  test('is asked for, checked, and only then held', () => {
    const play = new Play().does({ is: 'start', last: null, held: false })
    expect(play.sent).toEqual([['discover', null, null]])
    expect(play.hears('offer').sent).toEqual([['request', null, null]])
    play.hears('ack')
    expect(play.actions).toEqual([{ do: 'check', address: '10.9.0.100' }])
    expect(heldIn(play.state.phase)).toBeNull()
    play.does({ is: 'checked', address: '10.9.0.100', taken: false })
    expect(play.actions).toMatchObject([{ do: 'hold', lease: { address: '10.9.0.100' } }])
    expect(play.state).toMatchObject({ shortage: null, alarmAt: play.now + 300_000 })
  })

  test('is declined where another machine has the address, and another is asked for after a rest', () => {
    const play = new Play().does({ is: 'start', last: null, held: false }).hears('offer').hears('ack')
    play.does({ is: 'checked', address: '10.9.0.100', taken: true })
    expect(play.sent).toEqual([['decline', null, null]])
    expect(play.state.shortage).toMatchObject({ code: 'conflict' })
    expect((play.state.alarmAt ?? 0) - play.now).toBeGreaterThanOrEqual(10_000)
    expect(play.waits().sent).toEqual([['discover', null, null]])
  })

  test('that runs out while its address is checked is never held', () => {
    const play = new Play().does({ is: 'start', last: null, held: false }).hears('offer').hears('ack')
    play.now += 600_000
    play.does({ is: 'checked', address: '10.9.0.100', taken: false })
    expect(play.actions).not.toContainEqual(expect.objectContaining({ do: 'hold' }))
    expect(play.sent).toEqual([['discover', null, null]])
  })

  test('is renewed with its server from T1, with any server from T2, and dropped at its end', () => {
    const play = new Play().bound()
    expect(play.waits().sent).toEqual([['request', '10.9.0.1', '10.9.0.100']])
    while (play.state.phase.at === 'renewing') play.waits()
    expect(play.sent).toEqual([['request', null, '10.9.0.100']])
    expect(play.now).toBe(1_000_000 + 500_000)
    while (play.state.phase.at === 'rebinding') play.waits()
    expect(play.now).toBe(1_000_000 + 600_000)
    expect(play.actions[0]).toEqual({ do: 'drop', address: '10.9.0.100' })
    expect(play.state.shortage).toMatchObject({ code: 'expired' })
    expect(play.sent).toEqual([['discover', null, null]])
  })

  test('that is renewed holds longer, with no word between', () => {
    const play = new Play().bound().waits()
    play.now += 1_000
    play.hears('ack')
    expect(play.actions).toMatchObject([{ do: 'hold', lease: { expiresAt: play.now + 600_000 } }])
  })

  test('refused at renewal is dropped at once and asked for anew', () => {
    const play = new Play().bound().waits().hears('nak', { text: 'wrong network' })
    expect(play.actions[0]).toEqual({ do: 'drop', address: '10.9.0.100' })
    expect(play.sent).toEqual([['discover', null, null]])
    expect(play.state.shortage?.message).toContain('wrong network')
  })

  test('renewed with another address is checked like a new one', () => {
    const play = new Play().bound().waits().hears('ack', { yourAddress: '10.9.0.200' })
    expect(play.actions).toEqual([
      { do: 'drop', address: '10.9.0.100' },
      { do: 'check', address: '10.9.0.200' },
    ])
  })

  test('is given back at logoff, from its own address', () => {
    const play = new Play().bound().does({ is: 'stop' })
    expect(play.sent).toEqual([['release', '10.9.0.1', '10.9.0.100']])
    expect(play.actions.at(-1)).toEqual({ do: 'drop', address: '10.9.0.100' })
    expect(play.hears('ack').actions).toEqual([])
  })

  test('of before a restart goes on where its time has not come, is asked for where it has, and ends where it is over', () => {
    const last = { address: '10.9.0.100', server: '10.9.0.1' }
    const at = (renew: number, end: number) => ({
      ...last,
      renewAt: 1_000_000 + renew,
      rebindAt: 1_000_000 + renew,
      expiresAt: 1_000_000 + end,
    })
    const goesOn = new Play().does({ is: 'start', last: at(5, 10), held: true })
    expect(goesOn.actions).toMatchObject([{ do: 'hold' }])
    const asks = new Play().does({ is: 'start', last: at(-5, 10), held: true })
    expect(asks.sent).toEqual([['request', null, null]])
    expect(asks.hears('ack').actions).toMatchObject([{ do: 'hold' }])
    const checks = new Play().does({ is: 'start', last: at(5, 10), held: false })
    expect(checks.hears('ack').actions).toEqual([{ do: 'check', address: '10.9.0.100' }])
    const over = new Play().does({ is: 'start', last: at(-5, -1), held: false })
    expect(over.sent).toEqual([['discover', null, null]])
  })
})

describe('the lack of a lease', () => {
  test('is told by whether a server answers at all', () => {
    const silent = new Play().does({ is: 'start', last: null, held: false })
    while (silent.state.phase.at !== 'resting') silent.waits()
    expect(silent.state.shortage).toMatchObject({ code: 'no-answer' })
    const full = new Play().does({ is: 'start', last: null, held: false })
    while (full.state.phase.at !== 'inquiring') full.waits()
    full.hears('ack', { yourAddress: null, leaseSeconds: undefined })
    expect(full.state.shortage).toMatchObject({ code: 'nothing-free' })
  })

  test('is tried to mend for ever, ever more seldom, up to five minutes', () => {
    const play = new Play().does({ is: 'start', last: null, held: false })
    let longest = 0
    for (let round = 0; round < 200; round++) {
      const before = play.now
      play.waits()
      longest = Math.max(longest, play.now - before)
    }
    expect(longest).toBeLessThanOrEqual(375_000)
    expect(longest).toBeGreaterThanOrEqual(225_000)
    expect(play.bound().state.failures).toBe(0)
  })
})

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((all) => all.join('.'))
const heard = fc.record({
  kind: fc.constantFrom(...DHCP_KINDS),
  matches: fc.boolean(),
  yourAddress: fc.option(octets),
  server: fc.option(octets, { nil: undefined }),
  leaseSeconds: fc.option(fc.nat(0xffffffff), { nil: undefined }),
  renewSeconds: fc.option(fc.nat(0xffffffff), { nil: undefined }),
})
/** What a server in good order says; without these, hardly a lease comes about. */
const fitting = fc.record({
  kind: fc.constantFrom('offer' as const, 'ack' as const),
  matches: fc.constant(true),
  yourAddress: octets,
  server: octets,
  leaseSeconds: fc.integer({ min: 1, max: 2_000 }),
})
const move = fc.oneof(
  heard.map((message) => ({ message })),
  fitting.map((message) => ({ message })),
  fc.record({ taken: fc.boolean() }),
  fc.record({ later: fc.nat(1_000_000) }),
  fc.constant('alarm' as const),
  fc.constant('unusable' as const),
)

describe('whatever a server says, and whenever', () => {
  test('an address is on the adapter only as long as a lease of it holds, and each is taken off again', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const play = new Play()
        let on: string | null = null
        const follow = (event: LeaseEvent) => {
          play.does(event)
          for (const action of play.actions) {
            if (action.do === 'hold') {
              expect(on === null || on === action.lease.address).toBe(true)
              expect(action.lease.expiresAt).toBeGreaterThan(play.now)
              on = action.lease.address
            }
            if (action.do === 'drop') on = null
          }
          if (event.is === 'unusable') on = heldIn(play.state.phase)
          expect(heldIn(play.state.phase)).toBe(on)
          // Who no longer wants an address lacks none.
          if (event.is !== 'stop') expect(play.state.shortage === null).toBe(on !== null)
        }
        follow({ is: 'start', last: null, held: false })
        for (const one of moves) {
          const { phase, alarmAt } = play.state
          if (one === 'unusable') follow({ is: 'unusable', why: 'no' })
          else if (one === 'alarm' || (!('message' in one) && !('taken' in one))) {
            play.now = one === 'alarm' ? Math.max(play.now, alarmAt ?? 0) : play.now + one.later
            // The alarm rings when its time has come, not before.
            if (alarmAt !== null && alarmAt <= play.now) follow({ is: 'alarm' })
          } else if ('taken' in one) {
            const address = phase.at === 'checking' ? phase.lease.address : '10.9.0.1'
            follow({ is: 'checked', address, taken: one.taken })
          } else {
            const { matches, ...message } = one.message
            const xid = 'asking' in phase && matches ? phase.asking.xid : 0
            follow({ is: 'heard', message: { ...play.message(message.kind, message), xid } })
          }
        }
        follow({ is: 'stop' })
        expect(on).toBeNull()
      }),
      { numRuns: 500 },
    )
  })
})

describe('what a server gives', () => {
  test.each([
    [{}, 300, 525],
    [{ renewSeconds: 100, rebindSeconds: 200 }, 100, 200],
    [{ renewSeconds: 700 }, 300, 525],
    [{ renewSeconds: 0, rebindSeconds: 0 }, 300, 525],
    [{ rebindSeconds: 200 }, 200, 200],
  ])('with the times %j is renewed after %d s and rebound after %d s', (times, renew, rebind) => {
    const bare = { ...new Play().message('ack', {}), renewSeconds: undefined, rebindSeconds: undefined }
    expect(leaseOf({ ...bare, ...times }, 0)).toMatchObject({
      renewAt: renew * 1000,
      rebindAt: rebind * 1000,
      expiresAt: 600_000,
    })
  })

  test.each(['127.0.0.1', '224.0.0.1', '0.1.2.3', '255.255.255.255'])('is no lease of %s', (yourAddress) => {
    expect(leaseOf(new Play().message('ack', { yourAddress }), 0)).toBeNull()
  })
})

describe('a client', () => {
  test('is known to servers by host and session, whenever it starts', () => {
    const id = clientIdOf('machine', 7)
    expect(Buffer.from(id, 'hex').toString('latin1')).toMatch(/^\0vipfarm-[0-9a-f]{16}-7$/)
    expect(clientIdOf('machine', 7)).toBe(id)
    expect(new Set([id, clientIdOf('machine', 8), clientIdOf('another', 7)]).size).toBe(3)
  })

  test("sees another machine in the kernel's table, not itself, not a question without an answer", () => {
    const adapter = { device: 'eth0', address: '10.9.0.2', mac: '02:00:00:00:00:02' }
    const row = (flags: string, owner: string, device = 'eth0') =>
      `IP address       HW type     Flags       HW address            Mask     Device\n10.9.0.7         0x1         ${flags}         ${owner}     *        ${device}\n`
    expect(hasAnswered(row('0x2', '02:00:00:00:00:07'), '10.9.0.7', adapter)).toBe(true)
    expect(hasAnswered(row('0x0', '00:00:00:00:00:00'), '10.9.0.7', adapter)).toBe(false)
    expect(hasAnswered(row('0x2', adapter.mac), '10.9.0.7', adapter)).toBe(false)
    expect(hasAnswered(row('0x2', '02:00:00:00:00:07', 'eth1'), '10.9.0.7', adapter)).toBe(false)
    expect(hasAnswered(row('0x2', '02:00:00:00:00:07'), '10.9.0.77', adapter)).toBe(false)
  })
})
