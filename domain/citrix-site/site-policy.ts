/** A policy as a Citrix site holds it, and the single calls that change one. */

import { canonicalJson } from '../canonical'
import { foldName, sameName } from '../text'

export interface SiteSetting {
  name: string
  useDefault: boolean
  value: string
}

export interface SiteFilter {
  type: string
  allowed: boolean
  enabled: boolean
  data: string
}

export interface SitePolicy {
  name: string
  description: string
  enabled: boolean
  settings: SiteSetting[]
  filters: SiteFilter[]
}

/** As it was read: the ids are the site's. */
export interface SiteRow extends SitePolicy {
  guid: string
  settings: (SiteSetting & { guid: string })[]
  filters: (SiteFilter & { guid: string })[]
}

/** One call each. Settings and filters of a policy are objects of their own in the site's API. */
export type SiteStep =
  | { do: 'body'; name: string; description: string; enabled: boolean }
  | { do: 'set'; setting: SiteSetting }
  | { do: 'unset'; name: string }
  | { do: 'add-filter'; filter: SiteFilter }
  | { do: 'drop-filter'; filter: SiteFilter }

export function afterStep(policy: SitePolicy, step: SiteStep): SitePolicy {
  switch (step.do) {
    case 'body':
      return { ...policy, name: step.name, description: step.description, enabled: step.enabled }
    case 'set': {
      const others = policy.settings.filter(({ name }) => !sameName(name, step.setting.name))
      return { ...policy, settings: [...others, step.setting] }
    }
    case 'unset':
      return { ...policy, settings: policy.settings.filter(({ name }) => !sameName(name, step.name)) }
    case 'add-filter':
      return { ...policy, filters: [...policy.filters, step.filter] }
    case 'drop-filter': {
      const at = policy.filters.findIndex((filter) => filterKey(filter) === filterKey(step.filter))
      return { ...policy, filters: policy.filters.filter((_, index) => index !== at) }
    }
  }
}

/** One text for one content, whatever ids, order and letters the site gives back. */
export function contentOf({ name, description, enabled, settings, filters }: SitePolicy): string {
  return canonicalJson({
    name,
    description,
    enabled,
    settings: settings.map(settingKey).sort(),
    filters: filters.map(filterKey).sort(),
  })
}

/** `True`, `true` and `1` are one value; a value beside `useDefault` counts for switches only. */
export function settingKey({ name, useDefault, value }: SiteSetting): string {
  const isSwitch = /^(?:0|1|true|false)$/i.test(value)
  const shown = isSwitch ? (/^(?:1|true)$/i.test(value) ? '1' : '0') : useDefault ? null : listText(value)
  return canonicalJson({ name: foldName(name), value: shown })
}

// The site may write the same list with other blanks.
function listText(value: string): string {
  if (!value.startsWith('[')) return value
  try {
    return JSON.stringify(JSON.parse(value))
  } catch {
    return value
  }
}

/** A delivery group and a tag are their id: the server's name beside it is the site's own. */
export function filterKey({ type, allowed, enabled, data }: SiteFilter): string {
  const id = /^Desktop(?:Group|Tag)$/i.test(type)
    ? /"uuid"\s*:\s*"([^"]*)"/i.exec(data)?.[1]?.toLowerCase()
    : undefined
  return canonicalJson({ type: foldName(type), allowed, enabled, data: id ?? listText(data) })
}
