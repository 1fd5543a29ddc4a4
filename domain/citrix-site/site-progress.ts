/**
 * Where a plan stands, from what the site holds now: the guard before each call, and what lets an interrupted run go on.
 * A policy is as it was planned from, or as one of the plan's own steps left it; anything else was moved by somebody.
 */

import { foldName, sameName } from '../text'
import { isSameContent, type SiteChange, type SitePlan, statesOf } from './site-plan'
import type { SitePolicy, SiteRow, SiteStep } from './site-policy'

export type Progress =
  | { state: 'done' }
  /** How many calls of the change are made already, and the next. */
  | { state: 'next'; made: number; call: SiteCall }
  | { state: 'moved'; policy: string; found: SitePolicy | null }

export type SiteCall =
  | { call: 'create'; policy: SitePolicy }
  | { call: 'step'; row: SiteRow; step: SiteStep }
  | { call: 'delete'; row: SiteRow }

export function progressOf(change: SiteChange, rows: readonly SiteRow[]): Progress {
  if (change.kind === 'create') {
    const { policy } = change
    const row = rows.find(({ name }) => sameName(name, policy.name))
    if (!row) return { state: 'next', made: 0, call: { call: 'create', policy } }
    return isSameContent(row, policy)
      ? { state: 'done' }
      : { state: 'moved', policy: policy.name, found: row }
  }
  const row = rows.find(({ guid }) => guid === change.guid)
  if (change.kind === 'delete') {
    if (!row) return { state: 'done' }
    if (!isSameContent(row, change.before)) return { state: 'moved', policy: change.before.name, found: row }
    return { state: 'next', made: 0, call: { call: 'delete', row } }
  }
  if (!row) return { state: 'moved', policy: change.before.name, found: null }
  const made = statesOf(change).findLastIndex((state) => isSameContent(state, row))
  if (made < 0) return { state: 'moved', policy: change.before.name, found: row }
  const step = change.steps[made]
  return step ? { state: 'next', made, call: { call: 'step', row, step } } : { state: 'done' }
}

export type OrderProgress =
  | { state: 'done' }
  | { state: 'next'; guids: string[] }
  | { state: 'moved'; names: string[] }

/**
 * Priorities are given for the whole set at once: a policy that came, went or changed places meanwhile moves the plan.
 * Where the site puts new ones is its own affair.
 */
export function orderProgress(
  { order, orderBefore }: Pick<SitePlan, 'order' | 'orderBefore'>,
  rows: readonly SiteRow[],
): OrderProgress {
  const names = rows.map(({ name }) => foldName(name))
  const wanted = order.map(foldName)
  if (sameList(names, wanted)) return { state: 'done' }
  const stood = orderBefore.map(foldName)
  const kept = names.filter((name) => stood.includes(name))
  const isAsPlanned = sameList(
    kept,
    stood.filter((name) => wanted.includes(name)),
  )
  const byName = new Map(rows.map(({ name, guid }) => [foldName(name), guid]))
  const guids = wanted.flatMap((name) => byName.get(name) ?? [])
  if (!isAsPlanned || guids.length !== wanted.length || rows.length !== wanted.length)
    return { state: 'moved', names: rows.map(({ name }) => name) }
  return { state: 'next', guids }
}

const sameList = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((name, at) => name === other[at])
