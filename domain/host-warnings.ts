/** Warnings that only a host shows: what wins there, and what is known of its system. Rulebook 4 and 5. */

import type { HostFacts } from './host-facts'
import { filledLists, vipOnlyWarning, withoutSwitch } from './list-warnings'
import { applicability, type PlatformOptions, unverifiedOs } from './platform'
import type { PolicySettings } from './policy-model'
import { type SettingId, settingShape } from './settings'
import type { Warning } from './warning'
import { type Winners, winningValues } from './winners'

export function hostWarnings(
  host: HostFacts,
  { settings }: Pick<Winners, 'settings'>,
  options?: PlatformOptions,
): Warning[] {
  const values = winningValues(settings)
  const policyOf = (id: SettingId) => settings[id]?.policy ?? ''
  return [
    ...listsWithoutSwitch(values, policyOf),
    ...vipOnly(host, values, policyOf, options),
    ...unverified(host, settings, options),
    ...emptyPreferLoopback(host, values, policyOf, options),
  ]
}

type PolicyOf = (id: SettingId) => string

// Only where nobody says anything of the switch: a policy that turns it off on some hosts does so on purpose.
function listsWithoutSwitch(values: PolicySettings, policyOf: PolicyOf): Warning[] {
  return filledLists(values).flatMap((id) => {
    const name = policyOf(id)
    const missing = settingShape(id).dependsOn.find(({ setting, equals }) => {
      const dependency = setting as SettingId
      return values[dependency] === undefined && settingShape(dependency).default !== equals
    })
    return missing ? [withoutSwitch(name, id, missing)] : []
  })
}

function vipOnly(
  host: HostFacts,
  values: PolicySettings,
  policyOf: PolicyOf,
  options?: PlatformOptions,
): Warning[] {
  if (values.VirtualIpEnabled !== true || values.VirtualIpMode !== 'per-program') return []
  if (!applicability('VirtualIpPrograms', host, values, options).applicable) return []
  const loopback = values.VirtualLoopbackSupport === true ? (values.VirtualLoopbackPrograms ?? []) : []
  return vipOnlyWarning(
    policyOf('VirtualIpPrograms'),
    values.VirtualIpPrograms ?? [],
    loopback,
    host.os.family,
  )
}

function unverified(host: HostFacts, settings: Winners['settings'], options?: PlatformOptions): Warning[] {
  if (!unverifiedOs(host)) return []
  const consequence = options?.allowUnverifiedOs
    ? 'an admin has allowed it'
    : 'its settings are not sent there'
  const message = `${host.os.version}: nobody has verified virtual loopback and virtual IP on it; ${consequence}`
  const names = Object.entries(settings)
    .filter(([id]) => settingShape(id as SettingId).feature !== 'prefer-loopback' && id !== 'LoopbackMasking')
    .map(([, winner]) => winner.policy)
  return [...new Set(names)].map((policy) => ({ code: 'unverified-os', policy, message }))
}

function emptyPreferLoopback(
  host: HostFacts,
  values: PolicySettings,
  policyOf: PolicyOf,
  options?: PlatformOptions,
): Warning[] {
  if (host.os.family !== 'windows' || values.PreferLoopback !== true) return []
  if ((values.PreferLoopbackProcesses ?? []).length > 0) return []
  if (!applicability('PreferLoopback', host, values, options).applicable) return []
  const message =
    'PreferLoopbackProcesses is empty: what Windows makes of that is unverified; list the programs'
  return [{ code: 'unverified-os', policy: policyOf('PreferLoopback'), message }]
}
