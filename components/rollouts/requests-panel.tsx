'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { PublishRequestRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Panel } from '~/components/ui/panel'
import { StateMark, type Tone } from '~/components/ui/state-mark'
import { RequestAnswers } from './request-answers'

export const REQUEST_TONES: Record<PublishRequestRow['state'], Tone> = {
  waiting: 'pending',
  approved: 'fine',
  declined: 'broken',
  withdrawn: 'idle',
  stale: 'attention',
}

/** Publishes that wait for a second person, and the last that did. Nothing where there never was one. */
export function RequestsPanel() {
  const { t } = useText()
  const trpc = useTRPC()
  const { data } = useQuery(trpc.publishRequests.list.queryOptions())
  if (!data || data.length === 0) return null
  return (
    <Panel id="approvals" title={t.rollouts.requests.title} hint={t.rollouts.requests.hint} flush>
      <ul className="divide-y">
        {data.slice(0, 5).map((request) => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
    </Panel>
  )
}

function Request({ request }: { request: PublishRequestRow }) {
  const { t } = useText()
  const words = t.rollouts.requests
  const { state, reason, by, hosts, askedAt, decidedBy } = request
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 text-sm">
      <StateMark tone={REQUEST_TONES[state]} detail={decidedBy ? words.decided(decidedBy) : undefined}>
        {words.states[state]}
      </StateMark>
      <span className="min-w-0 flex-1 basis-60">
        <span className="font-medium">{reason}</span>{' '}
        <span className="text-ink-3">
          {words.askedBy(by)}, <Time at={askedAt} /> · {words.reach(t.common.hosts(hosts))}
        </span>
      </span>
      <Link
        prefetch={false}
        href={`/rollouts/requests/${request.id}`}
        className="self-center rounded-sm hover:underline"
      >
        {words.look}
      </Link>
      <RequestAnswers request={request} />
    </li>
  )
}
