import { describe, expect, it } from 'vitest'
import { checkPlan, DEFAULT_WAVES, mayAct, planOf, ROLLOUT_STATES, type WaveTarget } from './rollout'

const problemsOf = (waves: WaveTarget[]) => checkPlan(planOf({ waves })).map(({ field }) => field)

describe('a plan', () => {
  it('has one host, 5 %, 20 % and all as its usual waves, and breaks no rule', () => {
    expect(planOf({}).waves).toEqual(DEFAULT_WAVES)
    expect(checkPlan(planOf({}))).toEqual([])
  })

  it('must reach everybody in the end, and more with each wave of a kind', () => {
    expect(problemsOf([{ kind: 'hosts', hosts: 1 }])).toEqual(['waves'])
    expect(
      problemsOf([
        { kind: 'percent', percent: 20 },
        { kind: 'tag', tag: 'pilot' },
        { kind: 'percent', percent: 5 },
        { kind: 'percent', percent: 100 },
      ]),
    ).toEqual(['waves[2]'])
  })

  it('waits longer for hosts that must first be drained', () => {
    expect(planOf({ apply: 'drained' }).patienceMinutes).toBeGreaterThan(planOf({}).patienceMinutes)
  })

  it('names what is wrong with its hours', () => {
    const window = { days: [], from: '25:00', to: '25:00', timeZone: 'Europe/Nowhere' }
    expect(checkPlan(planOf({ window })).map(({ field }) => field)).toEqual([
      'window.days',
      'window.from',
      'window.to',
      'window.timeZone',
    ])
  })
})

describe('a rollout that is over', () => {
  it('can neither be halted, nor resumed, nor taken back', () => {
    for (const state of ROLLOUT_STATES.filter((one) => /completed|rolled|super/.test(one))) {
      expect([mayAct('halt', state), mayAct('resume', state), mayAct('roll-back', state)]).toEqual([
        false,
        false,
        false,
      ])
    }
  })
})
