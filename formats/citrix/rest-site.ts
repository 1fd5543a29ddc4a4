/** What a Citrix site answers and takes: JSON of the Orchestration REST API, to and from the site's policies. */

import { z } from 'zod'
import type { SiteFilter, SitePolicy, SiteRow, SiteSetting } from '~/domain/citrix-site/site-policy'
import type { Policy } from '~/domain/policy-model'
import type { NameIds, NotExpressible } from '~/formats/export/export-result'
import { restPolicies } from './write-rest'

export const SET_TYPES = [
  'SitePolicies',
  'DeliveryGroupPolicies',
  'SiteTemplates',
  'CustomTemplates',
] as const

const guid = z.string().min(1).max(100)
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const flag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => value === true || /^(?:1|true)$/i.test(String(value ?? '')))
const enabled = flag.optional().transform((value) => value ?? true)

const settingSchema = z.object({
  settingGuid: guid,
  settingName: z.string().min(1),
  useDefault: flag,
  settingValue: text,
})
const filterSchema = z.object({
  filterGuid: guid,
  filterType: z.string().min(1),
  isAllowed: flag,
  isEnabled: enabled,
  filterData: text,
})
const policySchema = z.object({
  policyGuid: guid,
  policyName: z.string().min(1),
  priority: z.number(),
  isEnabled: flag,
  description: text,
  settings: z.array(settingSchema).nullish(),
  filters: z.array(filterSchema).nullish(),
})
const setSchema = z.object({
  policySetGuid: guid,
  policySetType: z.enum(SET_TYPES),
  name: text,
  isAssigned: flag,
  lastError: text,
})
export type SiteSet = z.infer<typeof setSchema>

const envelope = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item).max(5_000), continuationToken: text })

const applied = z.object({ settingName: z.string(), settingValue: text, policyName: text })
const simulationSchema = z.array(z.object({ isUserRsop: flag, appliedSettings: z.array(applied).nullish() }))

/** What the site says would win, of machine settings. */
export interface SimulatedSetting {
  setting: string
  value: string
  policy: string
}

export type Answer<T> = { ok: true; value: T } | { ok: false; why: string }

export const readSets = (json: unknown): Answer<SiteSet[]> => page(json, setSchema, (set) => set)
export const readPolicies = (json: unknown): Answer<SiteRow[]> => {
  const read = page(json, policySchema, (row) => row)
  if (!read.ok) return read
  // 1 is the highest, or 0 where a tool counts from there.
  return { ok: true, value: read.value.toSorted((one, other) => one.priority - other.priority).map(rowOf) }
}
export const readPolicy = (json: unknown): Answer<SiteRow> => {
  const read = policySchema.safeParse(camel(json))
  return read.success ? { ok: true, value: rowOf(read.data) } : unlike(read.error)
}
export const readSimulation = (json: unknown): Answer<SimulatedSetting[]> => {
  const read = simulationSchema.safeParse(camel(json))
  if (!read.success) return unlike(read.error)
  const machine = read.data.filter(({ isUserRsop }) => !isUserRsop)
  return {
    ok: true,
    value: machine.flatMap(({ appliedSettings }) =>
      (appliedSettings ?? []).map((one) => ({
        setting: one.settingName,
        value: one.settingValue,
        policy: one.policyName,
      })),
    ),
  }
}

function page<Item extends z.ZodType, Out>(
  json: unknown,
  item: Item,
  out: (value: z.infer<Item>) => Out,
): Answer<Out[]> {
  const read = envelope(item).safeParse(camel(json))
  if (!read.success) return unlike(read.error)
  // Half a set would be planned as if the other half did not exist.
  if (read.data.continuationToken !== '')
    return { ok: false, why: 'it comes in several pages, which no document of this call tells of' }
  return { ok: true, value: read.data.items.map((value) => out(value as z.infer<Item>)) }
}

function unlike({ issues: [issue] }: z.ZodError): { ok: false; why: string } {
  return {
    ok: false,
    why: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is not as documented'}`.slice(0, 300),
  }
}

function rowOf(row: z.infer<typeof policySchema>): SiteRow {
  return {
    guid: row.policyGuid,
    name: row.policyName,
    description: row.description,
    enabled: row.isEnabled,
    settings: (row.settings ?? []).map((one) => ({
      ...{ guid: one.settingGuid, name: one.settingName },
      ...{ useDefault: one.useDefault, value: one.settingValue },
    })),
    filters: (row.filters ?? []).map((one) => ({
      ...{ guid: one.filterGuid, type: one.filterType, allowed: one.isAllowed },
      ...{ enabled: one.isEnabled, data: one.filterData },
    })),
  }
}

// The service writes camelCase in some releases and PascalCase in others.
function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), camel(inner)]),
  )
}

export const settingBody = ({ name, useDefault, value }: SiteSetting) => ({
  settingName: name,
  useDefault,
  settingValue: value,
})
export const filterBody = ({ type, allowed, enabled: isEnabled, data }: SiteFilter) => ({
  ...{ filterType: type, isAllowed: allowed },
  ...{ isEnabled, filterData: data },
})
export const policyBody = ({ name, description, enabled: isEnabled, settings, filters }: SitePolicy) => ({
  ...{ name, description, isEnabled },
  settings: settings.map(settingBody),
  filters: filters.map(filterBody),
})

/** The farm's policies as the site is to hold them. */
export function sitePolicies(
  policies: readonly Policy[],
  ids?: NameIds,
): { wanted: SitePolicy[]; notExpressible: NotExpressible[] } {
  const { bodies, notExpressible } = restPolicies(policies, ids)
  const wanted = bodies.map(({ name, description, isEnabled, settings, filters }) => ({
    ...{ name, description, enabled: isEnabled },
    settings: settings.map((one) => ({
      ...{ name: one.settingName, useDefault: one.useDefault, value: one.settingValue },
    })),
    filters: filters.map((one) => ({
      ...{ type: one.filterType, allowed: one.isAllowed, enabled: one.isEnabled, data: one.filterData },
    })),
  }))
  return { wanted, notExpressible }
}
