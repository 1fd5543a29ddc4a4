'use client'

import Link from 'next/link'
import { useText } from '~/components/data/text'
import { Callout } from '~/components/ui/callout'
import { haltText } from './halt-text'
import { useRolloutAttention } from './use-rollout-attention'

/** That a rollout is halted or a publish waits for a second person, where people look who do not look at rollouts. */
export function AttentionNotice() {
  const { t } = useText()
  const words = t.rollouts.attention
  const attention = useRolloutAttention()
  const { rollout, request } = attention ?? { rollout: null, request: null }
  return (
    <>
      {rollout?.state === 'halted' ? (
        <Callout
          tone="attention"
          title={words.halted(rollout.revision)}
          actions={
            <Link
              prefetch={false}
              href={`/rollouts/${rollout.id}`}
              className="rounded-sm text-sm font-medium hover:underline"
            >
              {words.toRollout}
            </Link>
          }
        >
          {rollout.halt ? <p>{haltText(rollout.halt, t)}</p> : null}
          <p>{words.haltedHelp}</p>
        </Callout>
      ) : null}
      {request ? (
        <Callout
          tone={request.own ? 'info' : 'attention'}
          title={
            request.own
              ? words.ownWaits(t.common.hosts(request.hosts))
              : words.waits(request.by, t.common.hosts(request.hosts))
          }
          actions={
            <Link
              prefetch={false}
              href={`/rollouts/requests/${request.id}`}
              className="rounded-sm text-sm font-medium hover:underline"
            >
              {t.rollouts.requests.look}
            </Link>
          }
        />
      ) : null}
    </>
  )
}
