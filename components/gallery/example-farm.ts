/** Made-up facts for the gallery: always the same ones, and nobody's. */

import type { HostSummary } from '~/components/data/api'
import type { PoolBlock, PoolCell, PoolState } from '~/components/ui/pool-map'
import type { StripLane, StripMark } from '~/components/ui/time-strip'

export const EXAMPLE_SUMMARY: HostSummary = {
  total: 42,
  byConvergence: { converged: 31, pending: 6, partial: 2, drifted: 1, failed: 1, stale: 1 },
  byLifecycle: { 'pending-approval': 0, active: 42, quarantined: 0, retired: 0 },
  sessions: 380,
  revision: 17,
  stragglers: [
    { id: '00000000-0000-7000-8000-000000000001', name: 'HOST-07', state: 'failed' },
    { id: '00000000-0000-7000-8000-000000000002', name: 'HOST-12', state: 'partial' },
    { id: '00000000-0000-7000-8000-000000000003', name: 'HOST-31', state: 'stale' },
  ],
}

/** Some of each state, in no pattern that could be mistaken for one. */
function stateAt(place: number): PoolState {
  if (place < 8) return 'reserved'
  const mixed = (place * 7_919) % 101
  if (place === 77) return 'conflict'
  if (mixed < 36) return 'held'
  return mixed < 42 ? 'resting' : 'free'
}

export const EXAMPLE_CELLS: PoolCell[] = Array.from({ length: 256 }, (_, place) => ({
  address: `198.51.100.${place}`,
  state: stateAt(place),
}))

export const EXAMPLE_BLOCKS: PoolBlock[] = Array.from({ length: 16 }, (_, part) => {
  const held = (part * 53) % 230
  return {
    key: String(part),
    label: `203.0.${part}.0/24`,
    amounts: { free: 240 - held, held, resting: 8, reserved: 8, conflict: part === 5 ? 1 : 0 },
  }
})

const HOUR_MS = 3_600_000
/** A fixed day, so that the page is the same tomorrow. */
export const EXAMPLE_DAY = { from: Date.UTC(2026, 4, 3), to: Date.UTC(2026, 4, 4) }
const at = (hour: number) => EXAMPLE_DAY.from + hour * HOUR_MS

export function exampleLanes(heldBy: (user: string) => string): StripLane[] {
  return [
    lane('127.0.0.8', [
      [1, 5.5, 'user17'],
      [7, 16, 'user04'],
      [16.5, null, 'user22'],
    ]),
    lane('127.0.0.9', [
      [2, 6, 'user09'],
      [8, 12.5, 'user31'],
    ]),
    lane('198.51.100.77', [[9, 19, 'user04']]),
  ]

  function lane(label: string, bars: [number, number | null, string][]): StripLane {
    return {
      key: label,
      label,
      bars: bars.map(([from, to, user]) => ({
        key: String(from),
        from: at(from),
        to: to === null ? null : at(to),
        text: `${label} · ${heldBy(user)}`,
        look: label.startsWith('127.') ? 'held' : 'granted',
      })),
    }
  }
}

export function exampleMarks(words: { restart: string; revision: string }): StripMark[] {
  return [
    { key: 'restart', at: at(6.5), kind: 'reboot', text: words.restart },
    { key: 'revision', at: at(13.25), kind: 'revision', text: words.revision },
  ]
}
