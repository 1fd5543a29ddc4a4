'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { PublishRequestView } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { PolicyChanges } from '~/components/policies/policy-changes'
import { WarningList } from '~/components/policies/warning-list'
import { Page } from '~/components/shell/page'
import { Callout } from '~/components/ui/callout'
import { Facts } from '~/components/ui/facts'
import { Panel } from '~/components/ui/panel'
import { StateMark } from '~/components/ui/state-mark'
import { RequestAnswers } from './request-answers'
import { RequestWaves } from './request-waves'
import { REQUEST_TONES } from './requests-panel'
import { Revision } from './rollout-facts'

/** A publish that waits for a second person, as that person must see it before agreeing. */
export function RequestScreen({ id }: { id: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const words = t.rollouts.requests
  const request = useQuery(trpc.publishRequests.get.queryOptions({ id }))
  const { data } = request
  if (!data) {
    return request.error ? (
      <LoadFailed what={words.title} error={request.error} onRetry={() => void request.refetch()} />
    ) : null
  }
  return (
    <Page
      title={words.one(data.by)}
      lead={data.reason}
      trail={[{ label: t.rollouts.title, href: '/rollouts' }]}
      beside={<StateMark tone={REQUEST_TONES[data.state]}>{words.states[data.state]}</StateMark>}
      actions={<RequestAnswers request={data} />}
    >
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
        <Panel
          id="changes"
          title={t.policies.publish.changes}
          hint={t.policies.publish.baseRevision(data.baseRevision)}
          flush
        >
          {data.changes ? (
            <PolicyChanges changes={data.changes} />
          ) : (
            <div className="p-4">
              <Callout tone="attention">{words.changesGone}</Callout>
            </div>
          )}
        </Panel>
        <div className="grid gap-4 max-xl:order-first">
          <Panel id="facts" title={t.common.details}>
            <RequestFacts request={data} />
          </Panel>
          {data.warnings.length > 0 ? (
            <Panel id="warnings" title={t.plans.warnings}>
              <WarningList warnings={data.warnings} withPolicy />
            </Panel>
          ) : null}
          {data.plan ? <RequestWaves plan={data.plan} preview={data.preview} /> : null}
        </div>
      </div>
    </Page>
  )
}

function RequestFacts({ request }: { request: PublishRequestView }) {
  const { t } = useText()
  const words = t.rollouts.requests
  const { hosts, sessions, decidedBy, decision, decidedAt, revision } = request
  const rows: (readonly [string, ReactNode])[] = [
    [
      t.policies.publish.affected,
      sessions === null
        ? t.common.hosts(hosts)
        : t.rollouts.reaches(t.common.hosts(hosts), t.common.sessions(sessions)),
    ],
    [words.who, request.by],
    [words.when, <Time key="asked" at={request.askedAt} exact />],
    [t.common.reason, request.reason],
    [t.policies.publish.ticket, request.ticket ?? '–'],
    [t.rollouts.delivery.label, t.rollouts.delivery.how[request.plan ? 'waves' : 'once']],
    [t.rollouts.applies, t.rollouts.apply[request.apply]],
    ...(decidedBy !== null
      ? [
          [words.states[request.state], words.decided(decidedBy)] as const,
          ...(decidedAt ? [['', <Time key="decided" at={decidedAt} exact />] as const] : []),
          ...(decision ? [[words.answer, decision] as const] : []),
        ]
      : []),
    ...(revision !== null
      ? [[t.rollouts.revision, <Revision key="revision" number={revision} />] as const]
      : []),
  ]
  return <Facts rows={rows} />
}
