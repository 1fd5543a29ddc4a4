'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import type { PolicyRow } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Callout } from '~/components/ui/callout'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { useLate } from '~/components/ui/use-late'
import { SETTING_IDS, settingShape } from '~/domain/settings'
import { type Draft, problemsAt, withDraft, withSetting } from './draft'
import { FiltersField } from './filters-field'
import { GeneralFields } from './general-fields'
import { SaveBar } from './save-bar'
import { SettingField } from './setting-field'
import { usePolicyDraft } from './use-policy-draft'
import { useUnsavedGuard } from './use-unsaved-guard'
import { WarningList } from './warning-list'

const StaleCompare = late(() => import('./stale-compare').then((module) => module.StaleCompare))

const loadWarnings = () => import('~/domain/policy-warnings').then((module) => module.policyWarnings)

/** Warnings that only the server can give: they need the farm's hosts, and what was seen on them. */
const OF_HOSTS: ReadonlySet<string> = new Set([
  'matches-no-host',
  'unverified-os',
  'missing-end',
  'missing-twin',
  'not-found',
])

const FEATURES = ['virtual-loopback', 'virtual-ip', 'prefer-loopback'] as const

/** The editor, generated from the registry of settings. */
export function PolicyEditor({ policy, policies }: { policy: PolicyRow; policies: readonly PolicyRow[] }) {
  const { t } = useText()
  const trpc = useTRPC()
  const refusal = useRefusal('policies.edit')
  const state = usePolicyDraft(policy)
  const { draft, problems, theirs, change } = state
  const groups = useQuery(trpc.deliveryGroups.list.queryOptions())
  useUnsavedGuard(state.dirty, t.policies.editor.leave)

  const [warnings, reachWarnings] = useDraftWarnings(policy, policies, draft)

  return (
    <form
      aria-label={t.policies.editor.label}
      className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_320px]"
      onFocus={() => {
        state.reach()
        reachWarnings()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        state.save()
      }}
    >
      <div className="grid min-w-0 gap-4">
        {refusal ? <Callout>{t.policies.editor.readOnly}</Callout> : null}
        {theirs ? (
          <StaleCompare
            draft={draft}
            theirs={theirs}
            onTake={state.takeTheirs}
            onOverwrite={state.overwrite}
          />
        ) : null}
        <GeneralFields draft={draft} problems={problems} disabled={refusal !== null} onChange={change} />
        <Panel id="filters" title={t.policies.filters}>
          <FiltersField
            filters={draft.filters}
            problems={problems}
            disabled={refusal !== null}
            groups={(groups.data?.rows ?? []).map(({ name }) => name)}
            onChange={(filters) => change({ filters })}
          />
        </Panel>
        {FEATURES.map((feature) => (
          <Panel key={feature} id={feature} title={t.features[feature]} flush>
            <div className="divide-y">
              {SETTING_IDS.filter((id) => settingShape(id).feature === feature).map((id) => (
                <SettingField
                  key={id}
                  id={id}
                  settings={draft.settings}
                  problems={problemsAt(problems, `settings.${id}`)}
                  disabled={refusal !== null}
                  onChange={(value) => change({ settings: withSetting(draft.settings, id, value) })}
                />
              ))}
            </div>
          </Panel>
        ))}
      </div>
      <div className="grid min-w-0 gap-4 xl:sticky xl:top-4">
        <Panel id="warnings" title={t.policies.editor.warnings}>
          <WarningList warnings={warnings} />
        </Panel>
      </div>
      {refusal ? null : <SaveBar state={state} />}
    </form>
  )
}

/** Of what is typed, by the domain's own rules as soon as they are here; until then as the server gave them. */
function useDraftWarnings(policy: PolicyRow, policies: readonly PolicyRow[], draft: Draft) {
  const [policyWarnings, fetch] = useLate(loadWarnings)
  const settled = useDeferredValue(draft)
  const own = useMemo(
    () =>
      policyWarnings
        ? policyWarnings(withDraft(policies, policy.id, settled)).filter(
            (warning) => warning.policy === settled.name,
          )
        : policy.warnings.filter(({ code }) => !OF_HOSTS.has(code)),
    [policyWarnings, policies, policy, settled],
  )
  // What only the server can know, by the farm's hosts, is kept from its last answer.
  const ofHosts = policy.warnings.filter(({ code }) => OF_HOSTS.has(code))
  return [[...own, ...ofHosts], fetch] as const
}
