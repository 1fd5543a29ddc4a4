/** What a class of hosts is told to run: the content of a bundle. Nothing in it names a host, a policy or a time. */

import { canonicalJson, type Json } from './canonical'
import type { PolicySettings } from './policy-model'
import type { Resolution } from './resolve'
import type { SettingId } from './settings'
import { winningValues } from './winners'

export interface HostConfig {
  v: 1
  /** The winning values that apply to the class. A setting that nobody set is absent and has its default. */
  settings: PolicySettings
  /** Settings somebody set that these hosts cannot do, with the reason, sorted by id. They are never sent as values. */
  notApplicable: { setting: SettingId; reason: string }[]
}

/** The config of a resolution without a session: what its host is told. */
export function hostConfigOf({
  settings,
  notApplicable,
}: Pick<Resolution, 'settings' | 'notApplicable'>): HostConfig {
  const values = winningValues(settings)
  for (const { setting } of notApplicable) delete values[setting]
  return {
    v: 1,
    settings: values,
    notApplicable: notApplicable
      .map(({ setting, reason }) => ({ setting, reason }))
      .sort((one, other) => (one.setting < other.setting ? -1 : 1)),
  }
}

/** The bytes that are hashed, signed and served: same config, same text. */
export function canonicalHostConfig(config: HostConfig): string {
  return canonicalJson(config as unknown as Json)
}
