/** The shape of a check-in, tested by hand. It may say no too often: `parseCheckIn` then decides. Never yes too often. */

import type { CheckInInput } from '~/protocol/check-in'
import { MAX_COUNT } from '~/protocol/primitives'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '~/protocol/version'

const BOOT = /^[A-Za-z0-9_-]{8,40}$/
const HASH = /^[A-Za-z0-9_-]{43}$/

const isCount = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= MAX_COUNT
const isText = (value: unknown, shape: RegExp): boolean => typeof value === 'string' && shape.test(value)

const MEMBERS: Record<string, (value: unknown) => boolean> = Object.assign(Object.create(null), {
  v: (value: unknown) => isCount(value, OLDEST_PROTOCOL_VERSION) && (value as number) <= PROTOCOL_VERSION,
  boot: (value: unknown) => isText(value, BOOT),
  seq: (value: unknown) => isCount(value, 0),
  generation: (value: unknown) => isCount(value, 1),
  hash: (value: unknown) => isText(value, HASH),
  applied: (value: unknown) => isCount(value, 0),
  status: (value: unknown) => typeof value === 'string' && value.length <= 64,
  machine: (value: unknown) => typeof value === 'string' && value.length >= 8 && value.length <= 128,
})

export function isCheckIn(value: unknown): value is CheckInInput {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const input = value as Record<string, unknown>
  if (input.v === undefined || input.boot === undefined || input.seq === undefined) return false
  for (const name in input) {
    const fits = MEMBERS[name]
    if (!fits?.(input[name])) return false
  }
  return true
}
