import { afterEach, describe, expect, it } from 'vitest'
import { loopbackFor, Rig } from './support/rig'

let rig: Rig
afterEach(() => rig.stop())

describe('a host that does its work', () => {
  it('enrols, is nudged, fetches and verifies its bundle, applies it, and says so', async () => {
    rig = await Rig.start()
    await rig.run()
    const hash = rig.plane.publish(loopbackFor('softphone.exe'))
    const applied = await rig.appliedGeneration(1)
    expect(applied).toMatchObject({ generation: 1, revision: 1, hash, name: 'CTI01' })
    expect(await rig.driver.readBack()).toEqual({
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: ['softphone.exe'],
    })
    const report = await rig.eventually('a report of it', () =>
      rig.plane.reports.find((one) => one.applied?.generation === 1),
    )
    expect(report.applied).toMatchObject({
      hash,
      items: [
        { setting: 'VirtualLoopbackPrograms', state: 'applied' },
        { setting: 'VirtualLoopbackSupport', state: 'applied' },
      ],
    })
  })

  it('keeps an idle check-in within 200 bytes of body each way', async () => {
    rig = await Rig.start()
    await rig.run()
    rig.plane.publish(loopbackFor('softphone.exe'))
    await rig.appliedGeneration(1)
    const before = rig.plane.checkInBytes.length
    await rig.eventually('an idle check-in', () => rig.plane.checkInBytes.length > before, 1_000)
    const idle = rig.plane.checkInBytes.at(-1)
    expect(rig.plane.checkIns.at(-1)).toMatchObject({ generation: 1 })
    expect(idle?.asked).toBeLessThanOrEqual(200)
    expect(idle?.answered).toBeLessThanOrEqual(200)
  })
})
