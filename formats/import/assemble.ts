/** From the words of a foreign file to policies that may be published, with a list of everything that is different. */

import { MAX_DESCRIPTION_LENGTH, MAX_FILTERS, MAX_POLICY_NAME_LENGTH } from '~/domain/policy-check'
import type { Filter, PolicySettings } from '~/domain/policy-model'
import { foldName } from '~/domain/text'
import type { ImportLists } from './import-lists'
import {
  type IdNames,
  type Imported,
  type ImportedPolicy,
  type ImportFormat,
  NO_NAMES,
} from './import-result'
import type { RawPolicy } from './raw-policy'
import { readFilter } from './read-filter'
import { readSetting } from './read-setting'

/** Policies in order of priority, 1..N. A policy that holds no setting of ours is listed, not imported. */
export function assemble(
  format: ImportFormat,
  raws: RawPolicy[],
  lists: ImportLists,
  names: IdNames = NO_NAMES,
): Imported {
  const taken = new Set<string>()
  const kept: { raw: RawPolicy; policy: ImportedPolicy }[] = []
  for (const raw of inOrder(raws)) {
    const settings = settingsOf(raw, lists)
    if (Object.keys(settings).length === 0) {
      const reason = 'it holds no setting of virtual IP or virtual loopback'
      lists.leave('policy', raw.name, reason, raw.place)
      continue
    }
    const name = nameOf(raw, taken, lists)
    const { filters, lost } = filtersOf(raw, name, names, lists)
    const policy: ImportedPolicy = {
      name,
      description: descriptionOf(raw, name, lists),
      enabled: enabledOf(raw, name, lost, lists),
      priority: kept.length + 1,
      settings,
      filters,
      place: raw.place,
    }
    kept.push({ raw, policy })
  }
  noteRenumbered(kept, lists)
  const { unknown, legacy, notes, attachments } = lists
  return { ok: true, format, policies: kept.map(({ policy }) => policy), unknown, legacy, notes, attachments }
}

// The sort is stable: equal priorities stay in the order of the file.
function inOrder(raws: RawPolicy[]): RawPolicy[] {
  const last = Number.MAX_SAFE_INTEGER
  return [...raws].sort((one, other) => (one.priority ?? last) - (other.priority ?? last))
}

function settingsOf(raw: RawPolicy, lists: ImportLists): PolicySettings {
  const found = new Map<string, unknown>()
  for (const setting of raw.settings) {
    const read = readSetting(setting, raw.name, lists)
    if (!read) continue
    if (found.has(read.id)) {
      const reason = 'the policy sets it twice; the first one was taken'
      lists.leave('setting', read.id, reason, setting.place, { policy: raw.name, value: read.value })
    } else found.set(read.id, read.value)
  }
  return Object.fromEntries(found) as PolicySettings
}

const UNPRINTABLE = /[\p{Cc}\p{Surrogate}]+/gu

function nameOf(raw: RawPolicy, taken: Set<string>, lists: ImportLists): string {
  const plain = raw.name.replace(UNPRINTABLE, ' ').trim() || 'Imported policy'
  const base = [...plain.slice(0, MAX_POLICY_NAME_LENGTH)].join('').replace(UNPRINTABLE, '')
  let name = base
  for (let next = 2; taken.has(foldName(name)); next++) {
    const suffix = ` (${next})`
    name = base.slice(0, MAX_POLICY_NAME_LENGTH - suffix.length) + suffix
  }
  taken.add(foldName(name))
  if (name !== raw.name) {
    const message = `The policy is called ${JSON.stringify(name)} now: its name stood there before, or no policy may bear it.`
    lists.note('renamed', message, raw.place, name)
  }
  return name
}

function descriptionOf(raw: RawPolicy, name: string, lists: ImportLists): string {
  if (raw.description.length <= MAX_DESCRIPTION_LENGTH) return raw.description
  const reason = `a description has at most ${MAX_DESCRIPTION_LENGTH} characters; this is the rest of it`
  const rest = raw.description.slice(MAX_DESCRIPTION_LENGTH)
  lists.leave('attribute', 'description', reason, raw.place, { policy: name, value: rest })
  return raw.description.slice(0, MAX_DESCRIPTION_LENGTH)
}

function filtersOf(
  raw: RawPolicy,
  name: string,
  names: IdNames,
  lists: ImportLists,
): { filters: Filter[]; lost: number } {
  const filters: Filter[] = []
  let lost = 0
  for (const filter of raw.filters) {
    const read = readFilter(filter, name, names, lists)
    if (read && filters.length < MAX_FILTERS) {
      filters.push(read)
      continue
    }
    if (read) {
      const reason = `a policy has at most ${MAX_FILTERS} filters`
      lists.leave('filter', filter.type, reason, filter.place, { policy: name, value: filter.value })
    }
    if (filter.enabled) lost++
  }
  return { filters, lost }
}

// A policy that lost a filter would reach hosts that it never reached: it waits for an admin's look instead.
function enabledOf(raw: RawPolicy, name: string, lost: number, lists: ImportLists): boolean {
  if (!raw.enabled || lost === 0) return raw.enabled
  const filters = lost === 1 ? 'One filter' : `${lost} filters`
  const message = `${filters} could not be taken over, so the policy comes switched off. Look at its filters, then switch it on.`
  lists.note('disabled-for-safety', message, raw.place, name)
  return false
}

function noteRenumbered(kept: { raw: RawPolicy; policy: ImportedPolicy }[], lists: ImportLists) {
  const changed = kept.filter(({ raw, policy }) => raw.priority !== null && raw.priority !== policy.priority)
  const [first] = changed
  if (!first) return
  const list = changed
    .slice(0, 5)
    .map(({ raw, policy }) => `${JSON.stringify(policy.name)} ${raw.priority} -> ${policy.priority}`)
    .join(', ')
  const more = changed.length > 5 ? `, and ${changed.length - 5} more` : ''
  const message = `Priorities run from 1 without gaps here; the order is the file's: ${list}${more}.`
  lists.note('priority-renumbered', message, first.raw.place)
}
