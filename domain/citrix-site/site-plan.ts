/**
 * What to call on a Citrix site so that it holds the farm's policies. The site's own policies are never touched: ours
 * carry a mark in their description. Settings of a marked policy that are not the farm's stay as they are.
 */

import { type Problem, problem } from '../result'
import { sameName } from '../text'
import {
  afterStep,
  contentOf,
  filterKey,
  type SiteFilter,
  type SitePolicy,
  type SiteRow,
  type SiteStep,
  settingKey,
} from './site-policy'

/** Stands at the end of the description of each policy that this program made or took over. */
export const SITE_MARK = '[vipfarm]'
/** The policy that every site has. */
const UNFILTERED = 'Unfiltered'

export type SiteChange =
  | { kind: 'create'; policy: SitePolicy }
  | { kind: 'change'; guid: string; before: SitePolicy; steps: SiteStep[] }
  | { kind: 'delete'; guid: string; before: SitePolicy }

export interface SitePlan {
  changes: SiteChange[]
  /** Names of all policies of the set when it was read, the highest priority first. */
  orderBefore: string[]
  /** Names of all policies of the set as they will stand. */
  order: string[]
  /** Ours that are as they should be. */
  unchanged: string[]
  /** Policies of the site that set what ours set too, by their place among ours. */
  rivals: { policy: string; setting: string; above: boolean }[]
}

export interface SiteWish {
  /** The farm's, in order of priority, without the mark. */
  wanted: readonly SitePolicy[]
  /** The set as it stands, in order of priority. */
  rows: readonly SiteRow[]
  /** Ids of the settings that are the farm's to set and to take away. */
  own: readonly string[]
  /** Names of unmarked policies that may be taken over. */
  adopt: readonly string[]
}

export function planSite(wish: SiteWish): { ok: true; plan: SitePlan } | { ok: false; problems: Problem[] } {
  const problems = refusals(wish)
  if (problems.length > 0) return { ok: false, problems }
  const wanted = wish.wanted.map(marked)
  const changes: SiteChange[] = []
  const unchanged: string[] = []
  for (const policy of wanted) {
    const row = rowOf(wish.rows, policy.name)
    if (!row) changes.push({ kind: 'create', policy })
    else {
      const steps = stepsTo(row, policy, wish.own)
      if (steps.length === 0) unchanged.push(policy.name)
      else changes.push({ kind: 'change', guid: row.guid, before: plain(row), steps })
    }
  }
  for (const row of wish.rows) {
    if (isMarked(row) && !wanted.some(({ name }) => sameName(name, row.name)))
      changes.push({ kind: 'delete', guid: row.guid, before: plain(row) })
  }
  const order = orderOf(wish, changes)
  const orderBefore = wish.rows.map(({ name }) => name)
  return { ok: true, plan: { changes, orderBefore, order, unchanged, rivals: rivalsOf(wish, order) } }
}

const isMarked = ({ description }: SitePolicy) => description.trimEnd().endsWith(SITE_MARK)
const marked = (policy: SitePolicy): SitePolicy => ({
  ...policy,
  description: `${policy.description.trim()} ${SITE_MARK}`.trimStart(),
})
const rowOf = (rows: readonly SiteRow[], name: string) => rows.find((row) => sameName(row.name, name))

function refusals({ wanted, rows, adopt }: SiteWish): Problem[] {
  return wanted.flatMap(({ name }) => {
    if (sameName(name, UNFILTERED)) {
      const mend = 'Give the policy of the farm another name.'
      return [problem('name', name, 'every site has a policy of this name, which cannot be deleted', mend)]
    }
    const row = rowOf(rows, name)
    if (!row || isMarked(row) || adopt.some((one) => sameName(one, name))) return []
    const rule = 'the site has a policy of this name that Vipfarm did not make'
    const mend = `Rename one of the two, or take it over with --adopt ${JSON.stringify(name)}.`
    return [problem('name', name, rule, mend)]
  })
}

/**
 * In single calls. Where filters move by more than one, the policy is off meanwhile: half of its filters would reach
 * hosts that it is not meant for. What is switched on goes on last.
 */
function stepsTo(row: SiteRow, wanted: SitePolicy, own: readonly string[]): SiteStep[] {
  const added = missingFrom(wanted.filters, row.filters)
  const dropped = missingFrom(row.filters, wanted.filters)
  const inner: SiteStep[] = [
    ...wanted.settings
      .filter((setting) => !row.settings.some((found) => settingKey(found) === settingKey(setting)))
      .map((setting): SiteStep => ({ do: 'set', setting })),
    ...row.settings
      .filter(({ name }) => own.some((id) => sameName(id, name)) && !has(wanted, name))
      .map(({ name }): SiteStep => ({ do: 'unset', name })),
    ...added.map((filter): SiteStep => ({ do: 'add-filter', filter })),
    ...dropped.map((filter): SiteStep => ({ do: 'drop-filter', filter: plainFilter(filter) })),
  ]
  const { name, description, enabled } = wanted
  const body: SiteStep = { do: 'body', name, description, enabled }
  const pause = row.enabled && (added.length + dropped.length > 1 || !enabled)
  const before: SiteStep[] = pause ? [{ ...body, enabled: false }] : []
  const reached = [...before, ...inner].reduce<SitePolicy>(afterStep, plain(row))
  const same = reached.name === name && reached.description === description && reached.enabled === enabled
  return [...before, ...inner, ...(same ? [] : [body])]
}

const has = ({ settings }: SitePolicy, id: string) => settings.some(({ name }) => sameName(name, id))

function missingFrom<Filter extends SiteFilter>(these: readonly Filter[], those: readonly SiteFilter[]) {
  const left = those.map(filterKey)
  return these.filter((filter) => {
    const at = left.indexOf(filterKey(filter))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const plainFilter = ({ type, allowed, enabled, data }: SiteFilter): SiteFilter => ({
  type,
  allowed,
  enabled,
  data,
})

/** Without the site's ids. */
function plain({ name, description, enabled, settings, filters }: SitePolicy): SitePolicy {
  return {
    ...{ name, description, enabled },
    settings: settings.map(({ name: id, useDefault, value }) => ({ name: id, useDefault, value })),
    filters: filters.map(plainFilter),
  }
}

/** The site's own policies keep their places; ours take the places that ours have, in our order; new ones come last. */
function orderOf({ wanted, rows }: SiteWish, changes: readonly SiteChange[]): string[] {
  const gone = new Set(changes.flatMap((change) => (change.kind === 'delete' ? [change.guid] : [])))
  const places: (string | null)[] = rows
    .filter(({ guid }) => !gone.has(guid))
    .map(({ name }) => (wanted.some((one) => sameName(one.name, name)) ? null : name))
  for (const change of changes) if (change.kind === 'create') places.push(null)
  const ours = wanted.map(({ name }) => name)
  return places.map((name) => name ?? ours.shift() ?? '')
}

function rivalsOf({ wanted, rows, own }: SiteWish, order: readonly string[]): SitePlan['rivals'] {
  const placeOf = (name: string) => order.findIndex((one) => sameName(one, name))
  const last = Math.max(-1, ...wanted.map(({ name }) => placeOf(name)))
  return rows.flatMap((row) => {
    const isOurs = isMarked(row) || wanted.some(({ name }) => sameName(name, row.name))
    if (isOurs || !row.enabled) return []
    const set = row.settings.filter(({ name }) => own.some((id) => sameName(id, name)))
    return set.map(({ name }) => ({ policy: row.name, setting: name, above: placeOf(row.name) < last }))
  })
}

/** What a policy looks like before the first step and after each. */
export function statesOf({ before, steps }: Extract<SiteChange, { kind: 'change' }>): SitePolicy[] {
  const states = [before]
  for (const step of steps) states.push(afterStep(states.at(-1) ?? before, step))
  return states
}

export const isSameContent = (one: SitePolicy, other: SitePolicy) => contentOf(one) === contentOf(other)
