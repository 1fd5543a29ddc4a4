/** Warnings about the lists in policies: their entries, the switches they hang on, and lists that need each other. */

import type { OsFamily } from './host-facts'
import { covers, type ShapedPolicy } from './policy-cover'
import type { Policy, PolicySettings } from './policy-model'
import { settingsOf } from './policy-order'
import { coversProgram } from './program'
import { type EntryWarning, programListWarnings } from './program-warnings'
import { type SettingId, settingShape } from './settings'
import type { Warning, WarningCode } from './warning'

const SHOWN = 3

/** The doubtful entries of every program list of a policy: one warning per list and code. */
export function listWarnings(
  one: ShapedPolicy,
  shaped: ShapedPolicy[],
  families: readonly OsFamily[],
): Warning[] {
  return settingsOf(one.policy).flatMap((id) => {
    if (settingShape(id).kind !== 'program-list') return []
    const found = entryWarnings(one.policy.settings[id] as string[], families).filter(
      ({ code }) => !isHarmless(code, id, one, shaped),
    )
    return [...new Set(found.map(({ code }) => code))].map((code) => ({
      code,
      policy: one.policy.name,
      message: `${id}: ${sentence(found.filter((warning) => warning.code === code))}`,
    }))
  })
}

// A browser does no harm while its ports are excluded, and programs that keep 127.0.0.1 in sight do none at all.
function isHarmless(code: WarningCode, id: SettingId, one: ShapedPolicy, shaped: ShapedPolicy[]): boolean {
  if (code !== 'browser-entry' && code !== 'citrix-helper-entry') return false
  if (id === 'LoopbackMasking') return true
  return code === 'browser-entry' && (effective(one, shaped, 'VirtualLoopbackPortExclusion') ?? []).length > 0
}

function entryWarnings(list: readonly string[], families: readonly OsFamily[]): EntryWarning[] {
  if (families.length < 2) return rememberedWarnings(list, families[0])
  const all = families.flatMap((family) => rememberedWarnings(list, family))
  return [...new Map(all.map((warning) => [warning.code + warning.message, warning])).values()]
}

function sentence(group: EntryWarning[]): string {
  const shown = group.slice(0, SHOWN).map(({ message }) => message)
  const more = group.length - shown.length
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ')
}

/**
 * Long lists are judged again for every class of hosts and at each key stroke, and hardly ever change: what was found is
 * kept with the list itself. Lists are values here; the ends and the length are compared in case somebody edits one in place.
 */
const remembered = new WeakMap<readonly string[], Map<OsFamily | undefined, Remembered>>()
interface Remembered {
  length: number
  first?: string
  last?: string
  warnings: EntryWarning[]
}

function rememberedWarnings(list: readonly string[], family: OsFamily | undefined): EntryWarning[] {
  const byFamily = remembered.get(list) ?? new Map<OsFamily | undefined, Remembered>()
  const known = byFamily.get(family)
  if (known && known.length === list.length && known.first === list[0] && known.last === list.at(-1))
    return known.warnings
  const warnings = programListWarnings(list, family)
  byFamily.set(family, { length: list.length, first: list[0], last: list.at(-1), warnings })
  remembered.set(list, byFamily)
  return warnings
}

/** Lists whose switch neither this policy nor any other turns on. */
export function listWithoutSwitch(policy: Policy, rank: number, shaped: ShapedPolicy[]): Warning[] {
  return filledLists(policy.settings).flatMap((id) => {
    const missing = settingShape(id).dependsOn.find(({ setting, equals }) => {
      const on = (other: Policy) => other.settings[setting as SettingId] === equals
      if (on(policy)) return false
      const own = policy.settings[setting as SettingId]
      const rivals = own === undefined ? shaped : shaped.slice(0, rank)
      return !rivals.some((other) => on(other.policy))
    })
    return missing ? [withoutSwitch(policy.name, id, missing)] : []
  })
}

export function withoutSwitch(
  policy: string,
  id: SettingId,
  { setting, equals }: { setting: string; equals: unknown },
): Warning {
  const message = `${id} has no effect without ${setting} = ${JSON.stringify(equals)}`
  return { code: 'list-without-switch', policy, message }
}

/** The lists (of programs or ports) that hold something. */
export function filledLists(settings: PolicySettings): SettingId[] {
  return (Object.keys(settings) as SettingId[]).filter((id) => {
    const value = settings[id]
    return settingShape(id).kind.endsWith('-list') && Array.isArray(value) && value.length > 0
  })
}

/** Programs listed for virtual IP that no policy lists for virtual loopback. */
export function vipWithoutLoopback(one: ShapedPolicy, shaped: ShapedPolicy[]): Warning[] {
  const programs = one.policy.settings.VirtualIpPrograms ?? []
  if (programs.length === 0) return []
  if (effective(one, shaped, 'VirtualIpEnabled') !== true) return []
  if (effective(one, shaped, 'VirtualIpMode') !== 'per-program') return []
  const switchedOn = shaped.some(({ policy }) => policy.settings.VirtualLoopbackSupport === true)
  const loopback = switchedOn
    ? shaped.flatMap(({ policy }) => policy.settings.VirtualLoopbackPrograms ?? [])
    : []
  return vipOnlyWarning(one.policy.name, programs, loopback, 'windows')
}

/** The warning for programs that are on the one list and not on the other; none when there are no such programs. */
export function vipOnlyWarning(
  policy: string,
  vip: readonly string[],
  loopback: readonly string[],
  family: OsFamily,
): Warning[] {
  const alone = vip.filter((program) => !coversProgram(loopback, program, family))
  if (alone.length === 0) return []
  const named = alone
    .slice(0, SHOWN)
    .map((program) => `"${program}"`)
    .join(', ')
  const more = alone.length > SHOWN ? ` and ${alone.length - SHOWN} more` : ''
  const message =
    `${named}${more}: listed for virtual IP but not for virtual loopback; ` +
    'a server that listens on 0.0.0.0 moves to the virtual IP, and local clients no longer reach it by 127.0.0.1'
  return [{ code: 'vip-without-loopback', policy, message }]
}

// A policy's own value, or that of the highest policy that applies wherever this one does.
function effective<Id extends SettingId>(
  one: ShapedPolicy,
  shaped: ShapedPolicy[],
  id: Id,
): PolicySettings[Id] {
  const own = one.policy.settings[id]
  if (own !== undefined) return own
  return shaped.find(({ policy, shape }) => policy.settings[id] !== undefined && covers(shape, one.shape))
    ?.policy.settings[id]
}
