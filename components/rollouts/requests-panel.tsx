'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { PublishRequestRow } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { StateMark, type Tone } from '~/components/ui/state-mark'
import type { Decision } from './decide-dialog'

const DecideDialog = late(() => import('./decide-dialog').then((module) => module.DecideDialog))

const TONES: Record<PublishRequestRow['state'], Tone> = {
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
      <StateMark tone={TONES[state]} detail={decidedBy ? words.decided(decidedBy) : undefined}>
        {words.states[state]}
      </StateMark>
      <span className="min-w-0 flex-1 basis-60">
        <span className="font-medium">{reason}</span>{' '}
        <span className="text-ink-3">
          {words.askedBy(by)}, <Time at={askedAt} /> · {words.reach(t.common.hosts(hosts))}
        </span>
      </span>
      <Answers request={request} />
    </li>
  )
}

function Answers({ request }: { request: PublishRequestRow }) {
  const { t } = useText()
  const words = t.rollouts.requests
  const refusal = useRefusal('policies.publish')
  const [decision, setDecision] = useState<Decision | null>(null)
  if (request.state === 'stale' && request.decidedAt === null) {
    return <span className="text-ink-3">{words.stale}</span>
  }
  if (request.state !== 'waiting') return null
  return (
    <span className="flex flex-wrap gap-2">
      <Link prefetch={false} href="/policies/publish" className="self-center rounded-sm hover:underline">
        {words.look}
      </Link>
      <GatedButton size="sm" refusal={refusal} onClick={() => setDecision('decline')}>
        {request.own ? words.withdraw : words.decline}
      </GatedButton>
      <GatedButton
        size="sm"
        look="primary"
        refusal={refusal ?? (request.own ? words.own : null)}
        onClick={() => setDecision('approve')}
      >
        {words.approve}
      </GatedButton>
      {decision ? (
        <DecideDialog decision={decision} request={request} onClose={() => setDecision(null)} />
      ) : null}
    </span>
  )
}
