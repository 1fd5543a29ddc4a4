import type { PolicySettings } from '~/domain/policy-model'
import { type SettingId, settingShape } from '~/domain/settings'

/** The conditions of a setting that this policy itself says do not hold, or leaves to another policy. */
export function unmetConditions(
  id: SettingId,
  settings: PolicySettings,
): readonly { setting: SettingId; equals: unknown }[] {
  return settingShape(id)
    .dependsOn.map(({ setting, equals }) => ({ setting: setting as SettingId, equals }))
    .filter(({ setting, equals }) => settings[setting] !== equals)
}
