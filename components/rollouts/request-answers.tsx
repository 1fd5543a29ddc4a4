'use client'

import { useState } from 'react'
import type { PublishRequestRow } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import type { Decision } from './decide-dialog'

const DecideDialog = late(() => import('./decide-dialog').then((module) => module.DecideDialog))

/** What whoever looks may say to it. */
export function RequestAnswers({ request }: { request: PublishRequestRow }) {
  const { t } = useText()
  const words = t.rollouts.requests
  const refusal = useRefusal('policies.publish')
  const [decision, setDecision] = useState<Decision | null>(null)
  const isOvertaken = request.state === 'stale' && request.decidedAt === null
  if (request.state !== 'waiting' && !isOvertaken) return null
  return (
    <span className="flex flex-wrap items-center gap-2">
      {isOvertaken ? <span className="text-sm text-ink-3">{words.stale}</span> : null}
      <GatedButton size="sm" refusal={refusal} onClick={() => setDecision('decline')}>
        {request.own ? words.withdraw : words.decline}
      </GatedButton>
      {isOvertaken ? null : (
        <GatedButton
          size="sm"
          look="primary"
          refusal={refusal ?? (request.own ? words.own : null)}
          onClick={() => setDecision('approve')}
        >
          {words.approve}
        </GatedButton>
      )}
      {decision ? (
        <DecideDialog decision={decision} request={request} onClose={() => setDecision(null)} />
      ) : null}
    </span>
  )
}
