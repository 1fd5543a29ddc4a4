import { afterEach, describe, expect, it } from 'vitest'
import { slotMs } from '~/agent/loops/slot'
import { answerError } from './support/control-plane'
import { loopbackFor, Rig } from './support/rig'

let rig: Rig
afterEach(() => rig.stop())

describe('a host whose nudges fail', () => {
  it('finds the new ticket by polling when a nudge is lost', async () => {
    rig = await Rig.start()
    await rig.run()
    await rig.eventually('the first check-in', () => rig.plane.checkIns.length === 1, 0)
    rig.plane.publish(loopbackFor('softphone.exe'), { nudge: false })
    await rig.eventually('the poll', () => rig.applied.length === 1, 1_000)
    expect(rig.plane.checkIns).toHaveLength(2)
  })

  it('opens a cut stream again after a jittered wait, and catches up on what it missed', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.cutStreams()
    await rig.eventually('the loss', () => rig.logged.some((line) => line.includes('nudge stream lost')), 0)
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.eventually('the stream again', () => rig.watching === 2, 200)
    await rig.appliedGeneration(1)
    rig.plane.publish(loopbackFor('softphone.exe', 'crm.exe'))
    await rig.appliedGeneration(2)
  })

  it('waits for its slot in the window, and for no longer', async () => {
    rig = await Rig.start()
    await rig.run()
    await rig.eventually('the first check-in', () => rig.plane.checkIns.length === 1, 0)
    rig.plane.publish(loopbackFor('softphone.exe'), { nudge: false })
    const slot = slotMs(rig.plane.host.id, 1, 20_000)
    rig.plane.nudge({ revision: 1, slotWindowMs: 20_000 })
    await rig.eventually('the nudge', () => rig.clock.nextIn !== undefined && rig.clock.nextIn <= slot, 0)
    rig.clock.advance(slot - 1)
    expect(rig.plane.checkIns).toHaveLength(1)
    rig.clock.advance(1)
    await rig.eventually('the check-in at its slot', () => rig.plane.checkIns.length === 2, 0)
  })
})

describe('a host whose server is away', () => {
  it('keeps what is in force, and converges to the newest when the server is back', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    rig.plane.before.checkIn = (_, response) => {
      response.destroy()
      return true
    }
    rig.plane.publish(loopbackFor('crm.exe'))
    await rig.eventually(
      'the failure',
      () => rig.logged.some((line) => line.includes('gives no answer')),
      1_000,
    )
    rig.plane.publish(loopbackFor('scanagent.exe'))
    expect(await rig.driver.readBack()).toMatchObject({ VirtualLoopbackPrograms: ['softphone.exe'] })
    rig.plane.before.checkIn = undefined
    await rig.eventually('the newest', () => rig.applied.at(-1)?.generation === 3, 1_000)
    expect(rig.applied.map((event) => event.generation)).toEqual([1, 3])
  })

  it('starts from its ledger with the server away', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    await rig.agent.stop()
    rig.driver = rig.makeDriver()
    rig.plane.before.checkIn = (_, response) => {
      answerError(response, 503, 'SERVICE_UNAVAILABLE', 'draining', { 'retry-after': '5' })
      return true
    }
    await rig.run()
    expect(await rig.driver.readBack()).toMatchObject({ VirtualLoopbackPrograms: ['softphone.exe'] })
  })

  it('waits as long as a draining server asks, with jitter on top', async () => {
    rig = await Rig.start()
    let asked = 0
    rig.plane.before.checkIn = (_, response) => {
      asked += 1
      answerError(response, 503, 'SERVICE_UNAVAILABLE', 'draining', { 'retry-after': '40' })
      return true
    }
    await rig.run()
    const line = await rig.eventually(
      'the refusal',
      () => rig.logged.find((one) => one.includes('draining')),
      0,
    )
    // 40 s and half of half of it: the test's dice show 0.5.
    expect(JSON.parse(line).retryMs).toBe(50_000)
    rig.clock.advance(49_000)
    expect(asked).toBe(1)
    await rig.eventually('the next', () => asked === 2)
  })

  it('says that its credential is not accepted, keeps what is in force, and asks on slowly', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    const [credential, host] = [...rig.plane.hosts][0] ?? []
    if (!credential || !host) throw new Error('no host')
    rig.plane.hosts.delete(credential)
    const line = await rig.eventually(
      'the refusal',
      () => rig.logged.find((one) => one.includes('credential of this host is not accepted')),
      1_000,
    )
    expect(JSON.parse(line).retryMs).toBeGreaterThanOrEqual(60_000)
    expect(await rig.driver.readBack()).toMatchObject({ VirtualLoopbackPrograms: ['softphone.exe'] })
    rig.plane.hosts.set(credential, host)
    rig.plane.publish(loopbackFor('crm.exe'))
    await rig.eventually('the return', () => rig.applied.at(-1)?.generation === 2, 1_000)
  })

  it('polls and waits while an admin has yet to accept it, and reports nothing meanwhile', async () => {
    rig = await Rig.start()
    rig.plane.host.pending = true
    await rig.run()
    await rig.eventually('two polls', () => rig.plane.checkIns.length >= 2, 1_000)
    expect(rig.agent.pending).toBe(true)
    rig.plane.host.pending = false
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    await rig.eventually('its report', () => rig.plane.reports.some((one) => one.applied?.generation === 1))
  })
})
