import { describe, expect, it } from 'vitest'
import { checkPlan, planOf } from '~/domain/rollout'
import { readGate, readHours, readWaves } from './wave-text'

describe('waves as typed', () => {
  it('are numbers, shares, tags and groups, and end with everybody', () => {
    expect(readWaves('1, 5%,2.5 %,tag:pilot,group:Call centre')).toEqual([
      { kind: 'hosts', hosts: 1 },
      { kind: 'percent', percent: 5 },
      { kind: 'percent', percent: 2.5 },
      { kind: 'tag', tag: 'pilot' },
      { kind: 'group', group: 'Call centre' },
      { kind: 'percent', percent: 100 },
    ])
    expect(readWaves('100%')).toEqual([{ kind: 'percent', percent: 100 }])
    expect(checkPlan(planOf({ waves: readWaves('1,5%,20%') }))).toEqual([])
  })

  it.each(['', '0', '0%', '101%', '1.5', '-1', 'tag:', 'half', '1,,5%', '12345678'])(
    'are refused when they are none: %j',
    (typed) => {
      expect(() => readWaves(typed)).toThrow(/is no wave\. Write a number of hosts/)
    },
  )
})

describe('a gate as typed', () => {
  it('changes what it names, and nothing else', () => {
    expect(readGate('silent=25%, binds=3')).toEqual({
      failedHosts: 0,
      silentPercent: 25,
      bindFailures: 3,
      discrepancies: 0,
    })
  })

  it.each(['', 'failed', 'failed=', 'failed=-1', 'silent=101', 'hosts=1', 'toString=1', 'failed=1 binds=2'])(
    'is refused when it is none: %j',
    (typed) => {
      expect(() => readGate(typed)).toThrow(/is no limit/)
    },
  )
})

describe('hours as typed', () => {
  it('are days, a span and a zone', () => {
    const window = { days: [1, 2, 3, 4, 5, 7], from: '22:00', to: '04:00', timeZone: 'Europe/Madrid' }
    expect(readHours('1-5,7 22:00-04:00 Europe/Madrid')).toEqual(window)
    expect(checkPlan(planOf({ window }))).toEqual([])
  })

  it.each([
    '',
    '22:00-04:00',
    '5-1 22:00-04:00 UTC',
    '8 22:00-04:00 UTC',
    '1-5 22:00 UTC',
    '1-5 22:00-04:00',
  ])('are refused when they are none: %j', (typed) => {
    expect(() => readHours(typed)).toThrow(/Write days, span and time zone/)
  })
})
