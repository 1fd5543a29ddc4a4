/** How what a class of hosts is told changes. */

import type { HostConfig } from './host-config'
import { type SettingChange, settingChanges } from './policy-diff'

export interface ConfigChange {
  settings: SettingChange[]
  /** Settings these hosts could do, or nobody set, and that are now set although the hosts cannot do them. */
  notApplicable: HostConfig['notApplicable']
}

/** From what hosts are told now (null: nothing yet) to what they would be told. */
export function configChange(before: HostConfig | null, after: HostConfig): ConfigChange {
  const known = new Set(before?.notApplicable.map(({ setting, reason }) => `${setting} ${reason}`))
  return {
    settings: settingChanges(before?.settings ?? {}, after.settings),
    notApplicable: after.notApplicable.filter(({ setting, reason }) => !known.has(`${setting} ${reason}`)),
  }
}
