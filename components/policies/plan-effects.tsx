'use client'

import type { PlanView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { StateMark } from '~/components/ui/state-mark'
import { SettingChangeRow } from './policy-changes'
import { settingName } from './setting-value'

/** The hosts that a plan changes, those that change alike together, with what changes for them. */
export function PlanEffects({ effects }: { effects: PlanView['effects'] }) {
  const { t } = useText()
  if (effects.length === 0)
    return <p className="px-4 py-3 text-sm text-ink-3">{t.policies.publish.noHosts}</p>
  return (
    <ul className="divide-y">
      {effects.map((effect) => (
        <li key={effect.names.join()} className="grid gap-1.5 px-4 py-3 text-sm">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium tabular-nums">
              {t.policies.publish.affectedText(
                t.common.hosts(effect.hosts),
                t.common.sessions(effect.sessions),
              )}
            </span>
            {effect.isFirst ? <span className="text-ink-3">{t.plans.first}</span> : null}
          </p>
          <p className="text-ink-2 break-words">
            {effect.names.join(', ')}
            {effect.hosts > effect.names.length ? (
              <span className="text-ink-3"> · {t.common.more(effect.hosts - effect.names.length)}</span>
            ) : null}
          </p>
          {effect.settings.map((change) => (
            <SettingChangeRow key={change.setting} change={change} />
          ))}
          {effect.notApplicable.map(({ setting, reason }) => (
            <p key={setting} className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-ink-2">{settingName(setting, t)}</span>
              <StateMark tone="attention">{t.hosts.one.notApplicable}</StateMark>
              <span className="text-ink-3">{t.rules.sentence(reason)}</span>
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}
