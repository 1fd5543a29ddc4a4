import { afterEach, describe, expect, it } from 'vitest'
import type { ReportedItem } from '~/protocol/report'
import { config, loopbackFor, Rig } from './support/rig'

let rig: Rig
afterEach(() => rig.stop())

const itemOf = (setting: string): ReportedItem | undefined =>
  rig.plane.reports
    .findLast((report) => report.applied)
    ?.applied?.items.find((item) => item.setting === setting)

describe('one item that fails', () => {
  it('does not keep the others from being applied, and is tried again with growing waits', async () => {
    rig = await Rig.start({ faults: [{ kind: 'fails-item', setting: 'VirtualLoopbackPrograms' }] })
    let attempts = 0
    const apply = rig.driver.apply.bind(rig.driver)
    rig.driver.apply = (step) => {
      if (step.setting === 'VirtualLoopbackPrograms') attempts += 1
      return apply(step)
    }
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    const event = await rig.appliedGeneration(1)
    expect(event.state.items).toMatchObject([
      { setting: 'VirtualLoopbackPrograms', state: 'failed', code: 'access-denied' },
      { setting: 'VirtualLoopbackSupport', state: 'applied' },
    ])
    expect(await rig.driver.readBack()).toEqual({ VirtualLoopbackSupport: true })
    await rig.eventually('its report', () => itemOf('VirtualLoopbackPrograms')?.state === 'failed')
    const since = itemOf('VirtualLoopbackPrograms')?.since
    const at: number[] = []
    for (let count = 2; count <= 5; count++) {
      await rig.eventually(`attempt ${count}`, () => attempts === count, 1_000)
      at.push(rig.clock.now())
    }
    const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0)
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0)
    expect(itemOf('VirtualLoopbackPrograms')?.since).toBe(since)
  })

  it('is applied once its cause is gone', async () => {
    rig = await Rig.start()
    const apply = rig.driver.apply.bind(rig.driver)
    rig.driver.apply = () => Promise.reject(new Error('the registry is locked'))
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    const event = await rig.appliedGeneration(1)
    expect(event.state.items[0]).toMatchObject({
      state: 'failed',
      code: 'apply',
      message: 'the registry is locked',
    })
    rig.driver.apply = apply
    await rig.eventually('the report', () => itemOf('VirtualLoopbackPrograms')?.state === 'applied', 500)
  })

  it('is failed, too, when it was set but reads back otherwise', async () => {
    rig = await Rig.start()
    rig.driver.apply = async () => undefined
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    const event = await rig.appliedGeneration(1)
    expect(event.state.items[0]).toMatchObject({ state: 'failed', code: 'read-back' })
  })
})

describe('settings', () => {
  it('are taken away when the config has them no longer, and only if they were ours', async () => {
    rig = await Rig.start()
    await rig.driver.apply({ setting: 'PreferLoopback', action: 'set', value: true })
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    rig.plane.publish(config({}))
    await rig.appliedGeneration(2)
    expect(await rig.driver.readBack()).toEqual({ PreferLoopback: true })
  })

  it('this agent does not know, or this host cannot do, are said to be not applicable', async () => {
    rig = await Rig.start()
    await rig.run()
    const settings = { VirtualLoopbackSupport: true, SettingOfTomorrow: 1 }
    const reason = 'not on this operating system'
    rig.plane.publish({ v: 1, settings, notApplicable: [{ setting: 'VirtualIpEnabled', reason }] })
    const event = await rig.appliedGeneration(1)
    expect(event.state.items).toMatchObject([
      { setting: 'SettingOfTomorrow', state: 'not-applicable', code: 'unknown-setting' },
      { setting: 'VirtualIpEnabled', state: 'not-applicable', message: reason },
      { setting: 'VirtualLoopbackSupport', state: 'applied' },
    ])
  })
})

describe('the time since when a value stands', () => {
  it('moves on with another value, and stays with a look', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    await rig.eventually('its report', () => itemOf('VirtualLoopbackPrograms')?.state === 'applied')
    const since = itemOf('VirtualLoopbackPrograms')?.since ?? ''
    const switched = itemOf('VirtualLoopbackSupport')?.since
    rig.plane.publish(loopbackFor('softphone.exe', 'crm.exe'))
    await rig.appliedGeneration(2)
    await rig.eventually('a later time', () => (itemOf('VirtualLoopbackPrograms')?.since ?? '') > since, 500)
    expect(itemOf('VirtualLoopbackSupport')?.since).toBe(switched)
  })
})

describe('a value that somebody else changed', () => {
  it('is reported as drifted, and set right afterwards', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe', 'crm.exe'))
    await rig.appliedGeneration(1)
    await rig.eventually('its report', () => itemOf('VirtualLoopbackPrograms')?.state === 'applied')
    rig.driver.meddle('VirtualLoopbackPrograms')
    rig.driver.changed('values')
    await rig.eventually('the drift', () => itemOf('VirtualLoopbackPrograms')?.state === 'drifted')
    expect(itemOf('VirtualLoopbackPrograms')).toMatchObject({
      code: 'changed-outside',
      message: 'somebody removed softphone.exe',
    })
    expect(itemOf('VirtualLoopbackSupport')?.state).toBe('applied')
    await rig.eventually('the repair', () => itemOf('VirtualLoopbackPrograms')?.state === 'applied', 500)
    expect(await rig.driver.readBack()).toMatchObject({
      VirtualLoopbackPrograms: ['softphone.exe', 'crm.exe'],
    })
  })

  it('is found by looking, where nothing tells of it', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    rig.driver.meddle('VirtualLoopbackSupport')
    await rig.eventually('the drift', () => itemOf('VirtualLoopbackSupport')?.state === 'drifted', 500)
  })
})
