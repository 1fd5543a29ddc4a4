'use client'

import { useQuery } from '@tanstack/react-query'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { ConvergenceBar } from '~/components/hosts/convergence-bar'
import { AttentionNotice } from '~/components/rollouts/attention-notice'
import { Page } from '~/components/shell/page'
import { SkeletonRows } from '~/components/ui/skeleton'
import { ChangesPanel } from './changes-panel'
import { DiscrepanciesPanel } from './discrepancies-panel'
import { FindingsPanel } from './findings-panel'
import { FirstStepsPanel } from './first-steps-panel'
import { LifecyclePanel } from './lifecycle-panel'
import { PoolsPanel } from './pools-panel'
import { SessionsPanel } from './sessions-panel'
import { useOverviewWatch } from './use-overview-watch'

/** Hours begin and hosts fall silent without news of it. */
const REFRESH_MS = 60_000

export function OverviewScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const live = useOverviewWatch()
  const { data, error, refetch } = useQuery(
    trpc.overview.get.queryOptions(undefined, { refetchInterval: REFRESH_MS }),
  )
  return (
    <Page title={t.overview.title} lead={t.overview.question} beside={<LiveMark state={live} />}>
      <StaleBanner state={live} />
      {data ? (
        <>
          <AttentionNotice />
          <FirstStepsPanel hosts={data.hosts} />
          <ConvergenceBar summary={data.hosts} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <div className="grid min-w-0 gap-4">
              <SessionsPanel sessions={data.sessions} />
              {data.changes ? <ChangesPanel changes={data.changes} /> : null}
            </div>
            <div className="grid min-w-0 gap-4">
              <DiscrepanciesPanel rows={data.sessions.discrepancies} />
              <FindingsPanel rows={data.findings} />
              <PoolsPanel />
              <LifecyclePanel summary={data.hosts} />
            </div>
          </div>
        </>
      ) : error ? (
        <LoadFailed what={t.overview.title} error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows label={t.common.loading} />
      )}
    </Page>
  )
}
