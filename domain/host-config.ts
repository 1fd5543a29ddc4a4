/** What a class of hosts is told to run: the content of a bundle. Nothing in it names a host, a policy or a time. */

import { canonicalJson, type Json } from './canonical'
import type { PolicySettings } from './policy-model'
import type { SettingId } from './settings'

export interface HostConfig {
  v: 1
  /** The winning values that apply to the class. A setting that nobody set is absent and has its default. */
  settings: PolicySettings
  /** Settings somebody set that these hosts cannot do, with the reason, sorted by id. They are never sent as values. */
  notApplicable: { setting: SettingId; reason: string }[]
}

/** The bytes that are hashed, signed and served: same config, same text. */
export function canonicalHostConfig(config: HostConfig): string {
  return canonicalJson(config as unknown as Json)
}
