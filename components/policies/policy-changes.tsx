'use client'

import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import type { PolicyChange } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Badge } from '~/components/ui/badge'
import { Button } from '~/components/ui/button'
import { classNames } from '~/components/ui/class-names'
import type { SettingChange } from '~/domain/policy-diff'
import type { Filter } from '~/domain/policy-model'
import { settingName, settingText } from './setting-value'

const KIND_LOOKS: Record<PolicyChange['kind'], string> = {
  created: 'border-fine/40 bg-fine-soft text-fine',
  deleted: 'border-broken/40 bg-broken-soft text-broken',
  changed: 'border-pending/40 bg-pending-soft text-pending',
}

/** What changed between two sets of policies: lists by their added and removed entries, with sign, word and colour. */
export function PolicyChanges({ changes }: { changes: readonly PolicyChange[] }) {
  const { t } = useText()
  if (changes.length === 0) return <p className="px-4 py-6 text-sm text-ink-3">{t.policies.change.none}</p>
  return (
    <ul className="divide-y">
      {changes.map((change) => (
        <li key={`${change.kind} ${change.policy}`} className="grid gap-2 px-4 py-3.5">
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <Badge className={classNames('font-medium', KIND_LOOKS[change.kind])}>
              {t.policies.change[change.kind]}
            </Badge>
            <span className="font-medium">{change.policy}</span>
          </p>
          <FieldChanges change={change} />
          {change.settings.map((setting) => (
            <SettingChangeRow key={setting.setting} change={setting} />
          ))}
          <FilterChanges filters={change.filters} />
        </li>
      ))}
    </ul>
  )
}

function FieldChanges({ change }: { change: PolicyChange }) {
  const { t } = useText()
  const lines = [
    change.name ? t.policies.change.renamed(change.name.before) : null,
    change.priority
      ? t.policies.change.priority(String(change.priority.before), String(change.priority.after))
      : null,
    change.createdDisabled ? t.policies.change.disabledNow : null,
    change.enabled
      ? change.enabled.after
        ? t.policies.change.enabledNow
        : t.policies.change.disabledNow
      : null,
    change.description ? t.policies.change.description : null,
  ].filter((line) => line !== null)
  if (lines.length === 0) return null
  return <p className="text-sm text-ink-2">{lines.join(' · ')}</p>
}

export function SettingChangeRow({ change }: { change: SettingChange }) {
  const { t } = useText()
  const { setting, kind, before, after } = change
  const isList = Array.isArray(before ?? after)
  return (
    <div className="grid gap-1 text-sm">
      <p>
        <span className="text-ink-2">{settingName(setting, t)}</span>
        {isList && kind === 'changed' ? null : (
          <>
            <span className="text-ink-3">: </span>
            {kind === 'removed' ? (
              <span className="text-ink-3">{t.policies.change.unset}</span>
            ) : (
              <span className="font-medium">{settingText(setting, after, t)}</span>
            )}
            {before !== undefined && !isList ? (
              <span className="text-ink-3">
                {' '}
                ({t.policies.change.was} {settingText(setting, before, t)})
              </span>
            ) : null}
          </>
        )}
      </p>
      <Entries added={change.added ?? []} removed={change.removed ?? []} />
    </div>
  )
}

const FIRST = 12

export function Entries({ added, removed }: { added: readonly string[]; removed: readonly string[] }) {
  const { t } = useText()
  const [all, setAll] = useState(false)
  const rows = [
    ...added.map((entry) => ({ entry, sign: 'added' as const })),
    ...removed.map((entry) => ({ entry, sign: 'removed' as const })),
  ]
  if (rows.length === 0) return null
  return (
    <ul className="grid gap-0.5 border-l-2 pl-3">
      {(all ? rows : rows.slice(0, FIRST)).map(({ entry, sign }) => (
        <Entry key={`${sign} ${entry}`} entry={entry} sign={sign} />
      ))}
      {rows.length > FIRST && !all ? (
        <li>
          <Button look="quiet" size="sm" className="-ml-2" onClick={() => setAll(true)}>
            {t.common.more(rows.length - FIRST)}
          </Button>
        </li>
      ) : null}
    </ul>
  )
}

function Entry({ entry, sign }: { entry: string; sign: 'added' | 'removed' }) {
  const { t } = useText()
  const Icon = sign === 'added' ? Plus : Minus
  return (
    <li className="flex items-baseline gap-2">
      <Icon
        aria-hidden
        className={classNames(
          'size-3.5 shrink-0 self-center',
          sign === 'added' ? 'text-fine' : 'text-broken',
        )}
      />
      <span
        className={classNames('font-mono break-all', sign === 'removed' && 'line-through decoration-ink-3')}
      >
        {entry}
      </span>
      <span className="text-xs text-ink-3">{t.policies.change[sign]}</span>
    </li>
  )
}

export function FilterChanges({ filters: { added, removed } }: { filters: PolicyChange['filters'] }) {
  const { t } = useText()
  const words = (filter: Filter) =>
    `${t.filters.modes[filter.mode]} ${t.filters.types[filter.type]}: ${filter.value}${filter.enabled ? '' : ` (${t.common.off})`}`
  if (added.length + removed.length === 0) return null
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-ink-2">{t.policies.filters}</p>
      <Entries added={added.map(words)} removed={removed.map(words)} />
    </div>
  )
}
