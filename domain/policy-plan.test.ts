import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { draftEdits, lostEdits, numbered, policiesText } from '~/domain/policy-plan'
import { foldName } from '~/domain/text'
import { policy } from '~/tests/support/policies'
import { anyPolicies } from '~/tests/support/scenarios'

type Row = Policy & { id: string }

/** Two sets that share some names, some of them in another case, and differ in some of what they say. */
const twoSets = fc
  .tuple(
    anyPolicies,
    anyPolicies,
    fc.array(fc.constantFrom('keep', 'drop', 'edit', 'case'), { maxLength: 5 }),
  )
  .map(([before, other, fates]) => {
    const kept = before.flatMap((one, at) => {
      const fate = fates[at] ?? 'keep'
      if (fate === 'drop') return []
      if (fate === 'case') return [{ ...one, name: one.name.toLowerCase() }]
      return [fate === 'edit' ? { ...one, settings: other[at]?.settings ?? {} } : one]
    })
    const fresh = other.slice(0, 2).map((one, at) => ({ ...one, name: `New ${at}` }))
    const wanted = [...fresh, ...kept].map((one, at) => ({ ...one, priority: at + 1 }))
    return { before, wanted }
  })

const rowsOf = (policies: readonly Policy[]): Row[] => policies.map((one, at) => ({ ...one, id: `id-${at}` }))

/** What the server's statements do with edits, on rows in memory. */
function carryOut(draft: readonly Row[], wanted: readonly Policy[]): Row[] {
  const { remove, write, create } = draftEdits(draft, wanted)
  const written = new Map(write.map((edit) => [edit.id, edit.policy]))
  return [
    ...draft.filter(({ id }) => !remove.includes(id)).map((row) => ({ ...row, ...written.get(row.id) })),
    ...create.map((one, at) => ({ ...one, id: `new-${at}` })),
  ]
}

describe('applying a plan', () => {
  it('makes the policies that were wanted: a second plan is empty', () => {
    fc.assert(
      fc.property(twoSets, ({ before, wanted }) => {
        const after = carryOut(rowsOf(before), wanted)
        expect(diffPolicies(after, wanted)).toEqual([])
        expect(draftEdits(after, wanted)).toEqual({ remove: [], write: [], create: [] })
        expect(checkPolicies(after)).toEqual([])
      }),
    )
  })

  it('changes what the plan lists and nothing else', () => {
    fc.assert(
      fc.property(twoSets, ({ before, wanted }) => {
        const listed = diffPolicies(before, wanted)
        const rows = rowsOf(before)
        const after = carryOut(rows, wanted)
        const names = new Map(listed.map((change) => [foldName(change.policy), change]))
        for (const row of rows) {
          const change = names.get(foldName(row.name))
          const now = after.find(({ id }) => id === row.id)
          if (!change) expect(now).toEqual(row)
          else if (change.kind === 'deleted') expect(now).toBeUndefined()
          else {
            const { settings, name, enabled, priority, description, filters } = row
            const same = new Set(change.settings.map(({ setting }) => setting as string))
            const unlisted = (of: object) => Object.entries(of).filter(([id]) => !same.has(id))
            expect(unlisted(now?.settings ?? {})).toEqual(unlisted(settings))
            if (!change.name) expect(now?.name).toBe(name)
            if (!change.enabled) expect(now?.enabled).toBe(enabled)
            if (!change.priority) expect(now?.priority).toBe(priority)
            if (!change.description) expect(now?.description).toBe(description)
            if (change.filters.added.length + change.filters.removed.length === 0)
              expect(new Set(now?.filters)).toEqual(new Set(filters))
          }
        }
        const fresh = after.filter(({ id }) => id.startsWith('new-')).map(({ name }) => name)
        const created = listed.filter(({ kind }) => kind === 'created').map((change) => change.policy)
        expect(fresh.sort()).toEqual(created.sort())
      }),
    )
  })

  it('keeps what a policy is known by, also when only the case of its name changes', () => {
    const [draft] = rowsOf([policy('CTI', 1)])
    expect(draftEdits(draft ? [draft] : [], [policy('cti', 1)])).toEqual({
      remove: [],
      write: [{ id: 'id-0', policy: policy('cti', 1) }],
      create: [],
    })
  })
})

describe('edits of the draft that would be lost', () => {
  it('are those that nobody published and that are not wanted', () => {
    fc.assert(
      fc.property(twoSets, ({ before, wanted }) => {
        expect(lostEdits(before, before, wanted)).toEqual([])
        expect(lostEdits(before, wanted, wanted)).toEqual([])
        expect(lostEdits(before, wanted, before)).toEqual(diffPolicies(before, wanted))
      }),
    )
  })
})

describe('policies as a farm keeps them', () => {
  it('have the priorities 1..N in their order, names without blanks around them, and no other members', () => {
    const extra = { ...policy(' B ', 20), place: { file: 'b.yaml' } }
    expect(numbered([extra, policy('A', 3)])).toEqual([policy('A', 1), policy('B', 2)])
  })

  it('are one text, whatever the order of policies and members; another text when anything they say differs', () => {
    fc.assert(
      fc.property(twoSets, ({ before, wanted }) => {
        const turned = [...before].reverse().map(({ name, ...rest }) => ({ ...rest, name }))
        expect(policiesText(turned)).toBe(policiesText(before))
        if (diffPolicies(before, wanted).length > 0)
          expect(policiesText(before)).not.toBe(policiesText(wanted))
      }),
    )
  })
})
