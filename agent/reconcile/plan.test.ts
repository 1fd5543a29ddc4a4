import { describe, expect, it } from 'vitest'
import type { HostConfig } from '~/domain/host-config'
import type { PolicySettings } from '~/domain/policy-model'
import type { Capability } from '../drivers/driver'
import { planSteps, sameValue } from './plan'

const config = (settings: PolicySettings, notApplicable: HostConfig['notApplicable'] = []): HostConfig => ({
  v: 1,
  settings,
  notApplicable,
})
const able = (): Capability => ({ can: true })
const plan = (
  wanted: HostConfig,
  effective = {},
  owned: string[] = [],
  capability = able as () => Capability,
) => planSteps({ config: wanted, effective, owned: new Set(owned), capability })

describe('planSteps', () => {
  it('sets what differs and leaves alone what stands', () => {
    const wanted = config({ VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['a.exe'] })
    const { steps } = plan(wanted, { VirtualLoopbackPrograms: ['a.exe'], VirtualLoopbackSupport: false })
    expect(steps).toEqual([{ setting: 'VirtualLoopbackSupport', action: 'set', value: true }])
  })

  it('needs no step when all stands', () => {
    const settings: PolicySettings = { VirtualLoopbackPrograms: ['b.exe', 'a.exe'] }
    expect(plan(config(settings), settings)).toEqual({ steps: [], unplannable: [] })
  })

  it('takes an order of programs for a difference: what is told is what stands', () => {
    const wanted = config({ VirtualLoopbackPrograms: ['a.exe', 'b.exe'] })
    expect(plan(wanted, { VirtualLoopbackPrograms: ['b.exe', 'a.exe'] }).steps).toHaveLength(1)
  })

  it('takes away what is ours and no longer wanted, and nothing of anybody else', () => {
    const effective = { VirtualIpEnabled: true, PreferLoopback: true }
    expect(plan(config({}), effective, ['VirtualIpEnabled', 'LoopbackMasking']).steps).toEqual([
      { setting: 'VirtualIpEnabled', action: 'clear' },
    ])
  })

  it('fails a value that breaks its rule without trying it', () => {
    const wanted = config({ VirtualLoopbackPrograms: [''] })
    expect(plan(wanted)).toMatchObject({ steps: [], unplannable: [{ state: 'failed', code: 'bad-value' }] })
  })

  it('hands on why the driver cannot, and why the host cannot', () => {
    const cannot = (): Capability => ({ can: false, code: 'observe-only', message: 'it only looks' })
    const wanted = config({ VirtualLoopbackSupport: true }, [
      { setting: 'VirtualIpEnabled', reason: 'a cloud machine' },
    ])
    expect(plan(wanted, {}, [], cannot).unplannable).toEqual([
      {
        setting: 'VirtualLoopbackSupport',
        state: 'not-applicable',
        code: 'observe-only',
        message: 'it only looks',
      },
      {
        setting: 'VirtualIpEnabled',
        state: 'not-applicable',
        code: 'host-cannot',
        message: 'a cloud machine',
      },
    ])
  })
})

describe('sameValue', () => {
  it('does not mind the order of members, nor members that are undefined', () => {
    expect(sameValue({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1, d: undefined })).toBe(true)
  })

  it.each([
    [undefined, null],
    [[], {}],
    [['a'], ['a', 'b']],
    [{ a: 1 }, { b: 1 }],
    [1, '1'],
    [null, {}],
  ])('tells %j from %j', (one, other) => {
    expect(sameValue(one, other)).toBe(false)
    expect(sameValue(other, one)).toBe(false)
  })
})
