'use client'

import { useQuery } from '@tanstack/react-query'
import type { RolloutView } from '~/components/data/api'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Callout } from '~/components/ui/callout'
import { StateMark } from '~/components/ui/state-mark'
import { HaltSessions } from './halt-sessions'
import { haltText } from './halt-text'
import { RolloutActs } from './rollout-acts'
import { RolloutBar } from './rollout-bar'
import { RolloutFacts } from './rollout-facts'
import { RolloutHosts } from './rollout-hosts'
import { STATE_TONES } from './standing'
import { useRolloutWatch } from './use-rollout-watch'
import { WaveTable } from './wave-table'

export function RolloutScreen({ id }: { id: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const live = useRolloutWatch()
  const rollout = useQuery(trpc.rollouts.get.queryOptions({ id }))
  const { data } = rollout
  if (!data) {
    return rollout.error ? (
      <LoadFailed what={t.rollouts.title} error={rollout.error} onRetry={() => void rollout.refetch()} />
    ) : null
  }
  return (
    <Page
      title={t.rollouts.one(data.revision)}
      lead={data.reason}
      trail={[{ label: t.rollouts.title, href: '/rollouts' }]}
      beside={
        <>
          <StateMark tone={STATE_TONES[data.state]}>{t.rollouts.states[data.state]}</StateMark>
          <LiveMark state={live} />
        </>
      }
      actions={<RolloutActs rollout={data} />}
    >
      <StaleBanner state={live} />
      <Verdict rollout={data} />
      <RolloutBar rollout={data} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
        <div className="grid min-w-0 gap-4">
          <WaveTable rollout={data} />
          <RolloutHosts id={id} />
        </div>
        <RolloutFacts rollout={data} />
      </div>
    </Page>
  )
}

/** Why it is not running, where it is not. */
function Verdict({ rollout }: { rollout: RolloutView }) {
  const { t } = useText()
  const words = t.rollouts
  const { halt, state, endRevision } = rollout
  return (
    <>
      {halt && (state === 'halted' || state === 'rolled-back') ? (
        <Callout
          tone={state === 'halted' ? 'attention' : 'broken'}
          live
          title={halt.by === null ? words.haltedByGate : words.haltedBy(halt.by)}
        >
          {haltText(halt, t)}
          {halt.sessions && halt.sessions.length > 0 ? <HaltSessions sessions={halt.sessions} /> : null}
        </Callout>
      ) : null}
      {endRevision !== null ? (
        <Callout>
          {state === 'rolled-back' ? words.rolledBackText(endRevision) : words.supersededText(endRevision)}
        </Callout>
      ) : null}
    </>
  )
}
