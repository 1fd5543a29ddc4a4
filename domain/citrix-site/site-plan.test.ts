import { describe, expect, it } from 'vitest'
import { planSite, SITE_MARK, type SiteChange, statesOf } from './site-plan'
import { contentOf, type SiteFilter, type SitePolicy, type SiteRow } from './site-policy'
import { orderProgress, progressOf } from './site-progress'

const OWN = ['VirtualLoopbackSupport', 'VirtualLoopbackPrograms']
const ou = (data: string): SiteFilter => ({ type: 'OU', allowed: true, enabled: true, data })
const policy = (more: Partial<SitePolicy> = {}): SitePolicy => ({
  ...{ name: 'CTI', description: 'x', enabled: true, filters: [] },
  settings: [{ name: 'VirtualLoopbackSupport', useDefault: false, value: '1' }],
  ...more,
})
let guids = 0
const row = (of: SitePolicy): SiteRow => ({
  ...of,
  guid: `p${++guids}`,
  settings: of.settings.map((one) => ({ ...one, guid: `s${++guids}` })),
  filters: of.filters.map((one) => ({ ...one, guid: `f${++guids}` })),
})
const ours = (more: Partial<SitePolicy> = {}) => row(policy({ description: `x ${SITE_MARK}`, ...more }))

function planned(wanted: SitePolicy[], rows: SiteRow[], adopt: string[] = []) {
  const result = planSite({ wanted, rows, own: OWN, adopt })
  if (!result.ok) throw new Error(result.problems.map(({ rule }) => rule).join())
  return result.plan
}
function onlyChange(wanted: SitePolicy, now: SiteRow) {
  const [change] = planned([wanted], [now]).changes
  if (change?.kind !== 'change') throw new Error('no change')
  return change
}

describe('planSite', () => {
  it('sees no difference in words that mean the same', () => {
    const now = ours({
      settings: [
        { name: 'virtualloopbacksupport', useDefault: true, value: 'True' },
        { name: 'VirtualLoopbackPrograms', useDefault: false, value: '[ "a.exe" ]' },
      ],
      filters: [{ ...ou('{"server":"ddc","uuid":"ABC"}'), type: 'DesktopGroup' }],
    })
    const wanted = policy({
      settings: [
        { name: 'VirtualLoopbackPrograms', useDefault: false, value: '["a.exe"]' },
        { name: 'VirtualLoopbackSupport', useDefault: false, value: '1' },
      ],
      filters: [{ ...ou('{"server":"","uuid":"abc"}'), type: 'DesktopGroup' }],
    })
    expect(planned([wanted], [now])).toMatchObject({ changes: [], unchanged: ['CTI'] })
  })

  it('takes away a setting of the farm’s that the farm sets no more, and no other', () => {
    const now = ours({
      settings: [...policy().settings, ...['VirtualLoopbackPrograms', 'Clipboard'].map(setting)],
    })
    expect(onlyChange(policy(), now).steps).toEqual([{ do: 'unset', name: 'VirtualLoopbackPrograms' }])
  })

  it('never deletes what it did not make', () => {
    const theirs = row(policy({ name: 'Theirs' }))
    expect(planned([], [theirs, ours()]).changes).toMatchObject([{ kind: 'delete', before: { name: 'CTI' } }])
  })

  it('has the policy off while its filters are half moved, and on at the end', () => {
    const change = onlyChange(policy({ filters: [ou('B'), ou('C')] }), ours({ filters: [ou('A')] }))
    expect(statesOf(change).map(({ enabled }) => enabled)).toEqual([true, false, false, false, false, true])
  })

  it('refuses the name of the policy that every site has', () => {
    const wish = { wanted: [policy({ name: 'unfiltered' })], rows: [], own: OWN, adopt: ['unfiltered'] }
    expect(planSite(wish)).toMatchObject({ ok: false, problems: [{ field: 'name' }] })
  })
})

const setting = (name: string) => ({ name, useDefault: false, value: 'x' })

describe('progressOf', () => {
  const change = onlyChange(policy({ filters: [ou('B'), ou('C')] }), ours({ filters: [ou('A')] }))
  const at = (state: SitePolicy): SiteRow => ({ ...row(state), guid: change.guid })

  it('goes on from whatever state the plan’s own calls left, to the end', () => {
    const states = statesOf(change)
    states.forEach((state, made) => {
      const progress = progressOf(change, [at(state)])
      expect(progress).toMatchObject(made < change.steps.length ? { state: 'next', made } : { state: 'done' })
    })
    expect(new Set(states.map(contentOf)).size).toBe(states.length)
  })

  it('stops at any other state, and where the policy is gone', () => {
    expect(progressOf(change, [at(policy({ enabled: false }))])).toMatchObject({ state: 'moved' })
    expect(progressOf(change, [])).toMatchObject({ state: 'moved', found: null })
  })

  it('takes a policy that it made for made, and one of the same name with another content for somebody’s', () => {
    const create: SiteChange = { kind: 'create', policy: policy() }
    expect(progressOf(create, [row(policy())])).toEqual({ state: 'done' })
    expect(progressOf(create, [row(policy({ enabled: false }))])).toMatchObject({ state: 'moved' })
  })
})

describe('orderProgress', () => {
  const rows = (...names: string[]) => names.map((name) => row(policy({ name })))
  const plan = { orderBefore: ['A', 'Old', 'B'], order: ['A', 'New', 'B'] }

  it('ranks all, wherever the site put the new one', () => {
    const now = rows('New', 'A', 'B')
    expect(orderProgress(plan, now)).toEqual({ state: 'next', guids: [1, 0, 2].map((i) => now[i]?.guid) })
    expect(orderProgress(plan, rows('A', 'New', 'B'))).toEqual({ state: 'done' })
  })

  it('does not undo what somebody else moved, added or took away', () => {
    for (const names of [
      ['B', 'A', 'New'],
      ['A', 'New', 'B', 'Else'],
      ['A', 'New'],
    ])
      expect(orderProgress(plan, rows(...names))).toMatchObject({ state: 'moved' })
  })
})
