import { afterEach, describe, expect, it } from 'vitest'
import type { AppliedState } from '~/protocol/report'
import { loopbackFor, Rig } from './support/rig'

let rig: Rig
afterEach(() => rig.stop())

const OLD = loopbackFor('softphone.exe')
const NEW = loopbackFor('softphone.exe', 'dialer.exe')

/** A host with one session, at generation 1. */
async function busyHost(): Promise<number> {
  rig = await Rig.start()
  const session = rig.driver.sessions.logon()
  await rig.run()
  rig.plane.publish(OLD)
  await rig.appliedGeneration(1)
  return session?.id ?? 0
}

const told = (): AppliedState | undefined => rig.plane.reports.findLast((report) => report.applied)?.applied

const programs = async () => (await rig.driver.readBack()).VirtualLoopbackPrograms

async function heldFor(word: 'logon' | 'drain'): Promise<void> {
  await rig.eventually('the report that it waits', () => told()?.waiting?.for === word)
  expect(told()).toMatchObject({ generation: 1, waiting: { generation: 2 } })
  expect(await programs()).toEqual(['softphone.exe'])
}

describe('a ticket that waits', () => {
  it('for the host to be drained comes in force when the last session ends', async () => {
    const id = await busyHost()
    rig.plane.publish(NEW, { values: { apply: 'drained' } })
    await heldFor('drain')
    rig.driver.sessions.logon()
    rig.lookNow()
    rig.driver.sessions.logoff(id)
    rig.lookNow()
    await rig.eventually('both events to be told', () => rig.plane.reports.at(-1)?.closed.length === 1)
    expect(await programs()).toEqual(['softphone.exe'])
    for (const { id: left } of rig.driver.sessions.sessions) rig.driver.sessions.logoff(left)
    rig.lookNow()
    await rig.appliedGeneration(2)
    expect(await programs()).toEqual(['softphone.exe', 'dialer.exe'])
    await rig.eventually('the report', () => told()?.generation === 2)
    expect(told()?.waiting).toBeUndefined()
  })

  it('for a logon comes in force with the next one, and not with a logoff', async () => {
    const first = await busyHost()
    const second = rig.driver.sessions.logon()
    rig.plane.publish(NEW, { values: { apply: 'logon' } })
    await heldFor('logon')
    rig.driver.sessions.logoff(first)
    rig.lookNow()
    await rig.eventually('the logoff to be told', () => rig.plane.reports.at(-1)?.closed.length === 1)
    expect(second).not.toBeNull()
    expect(await programs()).toEqual(['softphone.exe'])
    rig.clock.advance(1_000)
    rig.driver.sessions.logon()
    rig.lookNow()
    await rig.appliedGeneration(2)
  })

  it('does not wait on a host that nobody is logged on to', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(OLD)
    await rig.appliedGeneration(1)
    rig.plane.publish(NEW, { values: { apply: 'drained' } })
    await rig.appliedGeneration(2)
  })

  it('waits on over a restart of the agent, with the old list in force, and without the server', async () => {
    const id = await busyHost()
    rig.plane.publish(NEW, { values: { apply: 'drained' } })
    await heldFor('drain')
    await rig.agent.stop()
    await rig.run()
    expect(rig.agent.applied).toMatchObject({ generation: 1, waiting: { generation: 2, for: 'drain' } })
    await rig.plane.close()
    rig.driver.sessions.logoff(id)
    rig.lookNow()
    await rig.appliedGeneration(2)
  })

  it('is dropped for a newer one that does not wait', async () => {
    await busyHost()
    rig.plane.publish(NEW, { values: { apply: 'drained' } })
    await heldFor('drain')
    rig.plane.publish(OLD)
    await rig.appliedGeneration(3)
    await rig.eventually('the report', () => told()?.generation === 3)
    expect(told()?.waiting).toBeUndefined()
    expect(await programs()).toEqual(['softphone.exe'])
  })
})

describe('failed binds', () => {
  it('are counted anew with each ticket, and told', async () => {
    rig = await Rig.start({ faults: [{ kind: 'bind-fails', everySeconds: 10 }] })
    await rig.run()
    rig.plane.publish(OLD)
    await rig.appliedGeneration(1)
    await rig.eventually('two failed binds', () => told()?.bindFailures === 2, 1_000)
    rig.plane.publish(NEW)
    await rig.eventually('the new count', () => told()?.generation === 2 && !told()?.bindFailures)
  })
})
