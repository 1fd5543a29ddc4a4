import { describe, expect, it } from 'vitest'
import { bare, type Draft, problemsAt, sameDraft, withSetting } from './draft'
import { draftProblems } from './draft-problems'

const draft: Draft = {
  name: 'CTI',
  description: '',
  enabled: true,
  settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone.exe'] },
  filters: [],
}

describe('a draft', () => {
  it('is the same whatever the order of its settings', () => {
    const settings = { VirtualLoopbackPrograms: ['softphone.exe'], VirtualLoopbackSupport: true }
    expect(sameDraft(draft, { ...draft, settings })).toBe(true)
    expect(
      sameDraft(draft, { ...draft, settings: withSetting(draft.settings, 'VirtualLoopbackSupport', false) }),
    ).toBe(false)
  })
  it('differs when a setting is taken out', () => {
    const settings = withSetting(draft.settings, 'VirtualLoopbackSupport', undefined)
    expect('VirtualLoopbackSupport' in settings).toBe(false)
    expect(sameDraft(draft, { ...draft, settings })).toBe(false)
  })
  it('has its problems named by field', () => {
    const broken = { ...draft, name: '', settings: { VirtualLoopbackPrograms: ['softphone.exe', ''] } }
    const problems = draftProblems(broken)
    expect(problemsAt(problems, 'name')).toHaveLength(1)
    expect(problemsAt(problems, 'settings.VirtualLoopbackPrograms').map(({ field }) => field)).toEqual([
      'settings.VirtualLoopbackPrograms[1]',
    ])
    expect(draftProblems(draft)).toEqual([])
  })
  it('understands the server’s names of fields', () => {
    const problem = { field: 'policies[3].filters[0].value', value: '', rule: 'r', mend: 'm' }
    expect(bare(problem).field).toBe('filters[0].value')
  })
})
