import { describe, expect, it } from 'vitest'
import { planOf, type RolloutPlan } from './rollout'
import { decideRollout, type MemberHealth, type RolloutSnapshot } from './rollout-decision'
import { rolloutEta } from './rollout-eta'

const MINUTE = 60_000
const START = Date.parse('2026-11-25T12:00:00Z')

const member = (name: string, over: Partial<MemberHealth> = {}): MemberHealth => ({
  id: name,
  name,
  wave: 0,
  standing: 'done',
  silent: false,
  bindFailures: 0,
  discrepancies: 0,
  ...over,
})

const open = (settledMs: number | null = null) => ({ openedMs: START, settledMs })
const LATER = { openedMs: null, settledMs: null }

function snapshot(
  members: MemberHealth[],
  over: Partial<Omit<RolloutSnapshot, 'plan'>> & { plan?: Partial<RolloutPlan> } = {},
): RolloutSnapshot {
  const waves = [open(), LATER]
  return { state: 'running', waves, members, blind: false, ...over, plan: planOf(over.plan ?? {}) }
}

describe('what a rollout does next', () => {
  it('opens a wave, waits for its hosts, lets it soak, opens the next, and ends', () => {
    expect(decideRollout(snapshot([], { waves: [LATER, LATER] }), START)).toEqual({ kind: 'open', wave: 0 })
    const pending = snapshot([member('A', { standing: 'pending' })])
    expect(decideRollout(pending, START)).toEqual({ kind: 'wait', for: 'hosts' })
    expect(decideRollout(snapshot([member('A')]), START)).toEqual({ kind: 'settle', wave: 0 })
    const soaking = snapshot([member('A')], { waves: [open(START), LATER] })
    expect(decideRollout(soaking, START + MINUTE - 1)).toEqual({ kind: 'wait', for: 'soak' })
    expect(decideRollout(soaking, START + MINUTE)).toEqual({ kind: 'open', wave: 1 })
    const last = snapshot([member('A')], { waves: [open(START), open(START)] })
    expect(decideRollout(last, START + MINUTE)).toEqual({ kind: 'finish' })
  })

  it('lets a wave pass at once that adds no host to those before it, and no other', () => {
    const waves = [open(START), open(START), LATER]
    const first = member('A')
    expect(decideRollout(snapshot([first], { waves }), START)).toEqual({ kind: 'open', wave: 2 })
    expect(decideRollout(snapshot([], { waves }), START)).toEqual({ kind: 'wait', for: 'soak' })
    const second = [first, member('B', { wave: 1 })]
    expect(decideRollout(snapshot(second, { waves }), START)).toEqual({ kind: 'wait', for: 'soak' })
  })

  it('waits for its start and its hours, but never leaves an open wave unwatched for them', () => {
    const startAt = '2026-11-25T13:00:00Z'
    const scheduled = snapshot([], { state: 'scheduled', waves: [LATER], plan: { startAt } })
    expect(decideRollout(scheduled, START)).toEqual({ kind: 'wait', for: 'start' })
    expect(decideRollout(scheduled, START + 60 * MINUTE)).toEqual({ kind: 'open', wave: 0 })
    const window = { days: [3], from: '20:00', to: '21:00', timeZone: 'UTC' }
    const waiting = snapshot([member('A')], { waves: [open(START), LATER], plan: { window } })
    expect(decideRollout(waiting, START + MINUTE)).toEqual({ kind: 'wait', for: 'window' })
    const bad = snapshot([member('A', { standing: 'failed' })], { plan: { window } })
    expect(decideRollout(bad, START)).toMatchObject({ kind: 'halt' })
  })

  it('does nothing while people have halted it, or when it is over', () => {
    for (const state of ['halted', 'completed', 'rolled-back', 'superseded'] as const) {
      const bad = snapshot([member('A', { standing: 'failed' })], { state })
      expect(decideRollout(bad, START)).toEqual({ kind: 'wait', for: 'people' })
    }
  })

  it.each([
    ['failed', { standing: 'failed' as const }],
    ['silent', { silent: true }],
    ['bind', { bindFailures: 1 }],
    ['discrepancy', { discrepancies: 1 }],
  ])('halts for what its gate does not let pass: %s', (check, trouble) => {
    const halted = { kind: 'halt', failure: { check, found: 1, limit: 0, hosts: ['A'] } }
    expect(decideRollout(snapshot([member('A', trouble), member('B')]), START)).toEqual(halted)
    const lenient = { failedHosts: 1, silentPercent: 50, bindFailures: 1, discrepancies: 1 }
    const passed = snapshot([member('A', trouble), member('B')], { plan: { gate: lenient } })
    expect(decideRollout(passed, START)).toEqual({ kind: 'settle', wave: 0 })
    const accepted = snapshot([member('A', { ...trouble, forgiven: true }), member('B')])
    expect(decideRollout(accepted, START)).toEqual({ kind: 'settle', wave: 0 })
  })

  it('does not wait for one dead host among many, and does not take silence for death when it has just begun', () => {
    const nine = Array.from({ length: 9 }, (_, at) => member(`H${at}`))
    const dead = member('DEAD', { standing: 'pending', silent: true })
    expect(decideRollout(snapshot([...nine, dead]), START)).toEqual({ kind: 'settle', wave: 0 })
    const alone = [member('A', { silent: true })]
    expect(decideRollout(snapshot(alone, { blind: true }), START)).toEqual({ kind: 'settle', wave: 0 })
    const blind = snapshot(alone, { blind: true, waves: [open(START), LATER] })
    expect(decideRollout(blind, START + MINUTE)).toEqual({ kind: 'wait', for: 'hosts' })
  })

  it('takes a wave of which nobody is done when patience ends for a failure', () => {
    const slow = member('SLOW', { standing: 'held' })
    const late = START + 15 * MINUTE
    expect(decideRollout(snapshot([slow]), late)).toMatchObject({ failure: { check: 'no-evidence' } })
    expect(decideRollout(snapshot([slow, member('A')]), late)).toEqual({ kind: 'settle', wave: 0 })
  })
})

describe('when it will be through', () => {
  it('is told at the pace of its waves, with their soaking and the hours it waits for', () => {
    const done = { openedMs: START, settledMs: START + 10_000 }
    const plan = planOf({ soakSeconds: 60 })
    expect(rolloutEta(plan, [done, LATER, LATER], START + 10_000)).toBe(START + 10_000 + 3 * 60_000 + 20_000)
    const window = { days: [3], from: '20:00', to: '21:00', timeZone: 'UTC' }
    const later = rolloutEta({ ...plan, window }, [done, LATER], START + MINUTE)
    expect(new Date(later).toISOString()).toBe('2026-11-25T20:01:10.000Z')
  })
})
