import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WaveTarget } from './rollout'
import { type Candidate, chooseMembers } from './rollout-members'

const candidates = (count: number, over: (at: number) => Partial<Candidate> = () => ({})): Candidate[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `host-${at}`,
    online: true,
    tags: [],
    to: 'one',
    ...over(at),
  }))
const percent = (amount: number): WaveTarget => ({ kind: 'percent', percent: amount })

describe('the hosts of a wave', () => {
  it('are as many as it says, counted from the beginning', () => {
    expect(chooseMembers({ kind: 'hosts', hosts: 3 }, candidates(199), 1, 7)).toHaveLength(2)
    expect(chooseMembers(percent(5), candidates(199), 1, 7)).toHaveLength(9)
    expect(chooseMembers(percent(20), candidates(190), 10, 7)).toHaveLength(30)
    expect(chooseMembers(percent(100), candidates(160), 40, 7)).toHaveLength(160)
    expect(chooseMembers(percent(5), candidates(100), 50, 7)).toEqual([])
  })

  it('are never ones that are offline, and these count for no share', () => {
    const half = candidates(100, (at) => ({ online: at % 2 === 0 }))
    const chosen = chooseMembers(percent(20), half, 0, 7)
    expect(chosen).toHaveLength(10)
    expect(chosen.every((id) => Number(id.slice(5)) % 2 === 0)).toBe(true)
  })

  it('are of every kind that there is, before a kind comes twice', () => {
    const kinds = candidates(100, (at) => ({ to: at < 97 ? 'many' : `rare-${at}` }))
    const chosen = chooseMembers({ kind: 'hosts', hosts: 4 }, kinds, 0, 7)
    expect(new Set(chosen.map((id) => kinds.find((one) => one.id === id)?.to)).size).toBe(4)
  })

  it('are those of a tag or a group, whatever its case', () => {
    const some = candidates(9, (at) => ({
      tags: at < 2 ? ['Pilot'] : [],
      deliveryGroup: at < 5 ? 'CTI' : 'X',
    }))
    expect(chooseMembers({ kind: 'tag', tag: 'pILOT' }, some, 0, 7).sort()).toEqual(['host-0', 'host-1'])
    expect(chooseMembers({ kind: 'group', group: 'cti' }, some, 0, 7)).toHaveLength(5)
  })

  it('are the same for the same rollout, in whatever order hosts are read, and others for another', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(candidates(30), { minLength: 30 }), fc.nat(), (order, seed) => {
        const target: WaveTarget = { kind: 'hosts', hosts: 3 }
        expect(chooseMembers(target, order, 0, seed)).toEqual(chooseMembers(target, candidates(30), 0, seed))
      }),
    )
    const firsts = Array.from({ length: 20 }, (_, seed) =>
      chooseMembers({ kind: 'hosts', hosts: 1 }, candidates(30), 0, seed).join(),
    )
    expect(new Set(firsts).size).toBeGreaterThan(5)
  })
})
