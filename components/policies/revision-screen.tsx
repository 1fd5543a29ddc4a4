'use client'

import type { RevisionView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Page } from '~/components/shell/page'
import { Facts } from '~/components/ui/facts'
import { Panel } from '~/components/ui/panel'
import { SETTING_IDS } from '~/domain/settings'
import { PolicyChanges } from './policy-changes'
import { FiltersSummary } from './policy-summary'
import { RestoreRevision } from './restore-revision'
import { SettingText, settingName } from './setting-value'

/** One published revision: who, why, what changed, and the policies as they were. */
export function RevisionScreen({ revision }: { revision: RevisionView }) {
  const { t } = useText()
  const words = t.policies.revisions
  return (
    <Page
      title={words.one(revision.number)}
      trail={[
        { label: t.policies.title, href: '/policies' },
        { label: words.title, href: '/policies/history' },
      ]}
      actions={<RestoreRevision number={revision.number} />}
    >
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_360px]">
        <div className="grid min-w-0 gap-4">
          <Panel id="changes" title={words.fromBefore} flush>
            <PolicyChanges changes={revision.changes} />
          </Panel>
          <Panel id="policies" title={words.asOf} flush>
            <RevisionPolicies revision={revision} />
          </Panel>
        </div>
        <div className="max-xl:order-first">
          <Panel id="facts" title={t.common.details}>
            <Facts
              rows={[
                [words.when, <Time key="when" at={revision.publishedAt} exact />],
                [words.by, revision.by],
                ...(revision.approvedBy ? [[words.approvedBy, revision.approvedBy] as const] : []),
                [words.reason, revision.reason],
                [words.ticket, revision.ticket ?? '–'],
                ...(revision.restores === null
                  ? []
                  : [[t.policies.restore.restores, words.one(revision.restores)] as const]),
              ]}
            />
          </Panel>
        </div>
      </div>
    </Page>
  )
}

function RevisionPolicies({ revision }: { revision: RevisionView }) {
  const { t } = useText()
  return (
    <ol className="divide-y">
      {revision.policies.map((policy) => (
        <li key={policy.name}>
          <details className="group px-4 py-2.5 text-sm">
            <summary className="rounded-sm">
              <span className="font-mono text-ink-3 tabular-nums">{policy.priority}</span>{' '}
              <span className="font-medium">{policy.name}</span>
              {policy.enabled ? null : <span className="text-ink-3"> · {t.policies.disabled}</span>}
            </summary>
            <div className="mt-2 grid gap-3 pl-4">
              <FiltersSummary filters={policy.filters} />
              <Facts
                rows={SETTING_IDS.filter((id) => policy.settings[id] !== undefined).map((id) => [
                  settingName(id, t),
                  <SettingText key={id} id={id} value={policy.settings[id]} />,
                ])}
              />
            </div>
          </details>
        </li>
      ))}
    </ol>
  )
}
