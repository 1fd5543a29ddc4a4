'use client'

import { useText } from '~/components/data/text'
import { StateMark } from '~/components/ui/state-mark'
import { Tooltip } from '~/components/ui/tooltip'
import type { Filter, PolicySettings } from '~/domain/policy-model'
import { SETTING_IDS } from '~/domain/settings'
import { settingName, settingText } from './setting-value'

const SHOWN = 3

/** The settings a policy sets, the first few by name and value. */
export function SettingsSummary({ settings }: { settings: PolicySettings }) {
  const { t } = useText()
  const set = SETTING_IDS.filter((id) => settings[id] !== undefined)
  if (set.length === 0) return <span className="text-ink-3">{t.policies.noSettings}</span>
  return (
    <ul className="grid leading-6">
      {set.slice(0, SHOWN).map((id) => (
        <li key={id}>
          <span className="text-ink-2">{settingName(id, t)}</span>
          <span className="text-ink-3">: </span>
          <span>{settingText(id, settings[id], t)}</span>
        </li>
      ))}
      {set.length > SHOWN ? <li className="text-ink-3">{t.common.more(set.length - SHOWN)}</li> : null}
    </ul>
  )
}

/** Whom a policy reaches, in words. */
export function FiltersSummary({ filters }: { filters: readonly Filter[] }) {
  const { t } = useText()
  const enabled = filters.filter((filter) => filter.enabled)
  if (enabled.length === 0) return <span className="text-ink-2">{t.policies.everywhere}</span>
  return (
    <ul className="grid leading-6">
      {enabled.slice(0, SHOWN).map((filter, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two filters of a policy may be alike
        <li key={index}>
          {filter.mode === 'Deny' ? (
            <span className="text-ink-3">{t.policies.filter.modes.Deny} </span>
          ) : null}
          <span className="text-ink-3">{t.filters.types[filter.type]}: </span>
          <span>{filter.value}</span>
        </li>
      ))}
      {enabled.length > SHOWN ? (
        <li className="text-ink-3">{t.common.more(enabled.length - SHOWN)}</li>
      ) : null}
    </ul>
  )
}

export function WarningsSummary({ warnings }: { warnings: readonly { code: string; message: string }[] }) {
  const { t } = useText()
  if (warnings.length === 0) return null
  const titles = [...new Set(warnings.map(({ code }) => t.codes.warnings[code]?.title ?? code))]
  return (
    <Tooltip hint={titles.join(' · ')}>
      <button type="button" aria-description={titles.join(', ')} className="rounded-sm">
        <StateMark tone="attention">{t.common.warnings(warnings.length)}</StateMark>
      </button>
    </Tooltip>
  )
}
