'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ChangeList } from '~/components/audit/change-list'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { useMe } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { HostSessions } from '~/components/sessions/host-sessions'
import { Page } from '~/components/shell/page'
import { Callout } from '~/components/ui/callout'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { HostActions } from './host-actions'
import { HostChecks } from './host-checks'
import { HostDriverPanel } from './host-driver'
import { HostEffective } from './host-effective'
import { HostFactsPanel, HostStatePanel } from './host-head'
import { HostState } from './host-state'
import { useHostWatch } from './use-host-watch'

const SessionDrawer = late(() =>
  import('~/components/sessions/session-drawer').then((module) => module.SessionDrawer),
)

export function HostScreen({ id }: { id: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const mayResolve = useMe().permissions.includes('policies.see')
  const [session, setSession] = useState('')
  const host = useQuery(trpc.hosts.get.queryOptions({ id }))
  const resolution = useQuery(
    trpc.policies.resultant.queryOptions(
      { hostId: id },
      { enabled: mayResolve && host.data?.lifecycle === 'active' },
    ),
  )
  const live = useHostWatch((row) => {
    if (row.id !== id) return
    void queries.invalidateQueries(trpc.hosts.get.queryFilter({ id }))
    if (mayResolve) void queries.invalidateQueries(trpc.policies.resultant.queryFilter({ hostId: id }))
  })
  if (!host.data) {
    return host.error ? (
      <LoadFailed what={t.hosts.name} error={host.error} onRetry={() => void host.refetch()} />
    ) : null
  }
  const { data } = host
  return (
    <Page
      title={data.name}
      trail={[{ label: t.hosts.title, href: '/hosts' }]}
      beside={
        <>
          <HostState host={data} />
          <LiveMark state={live} />
        </>
      }
      actions={<HostActions host={data} />}
    >
      <StaleBanner state={live} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_360px]">
        <div className="grid min-w-0 gap-4">
          {data.lifecycle === 'quarantined' ? (
            <Callout tone="attention" title={t.windowsHosts.quarantined.title}>
              {t.windowsHosts.quarantined.text}
            </Callout>
          ) : null}
          <HostChecks host={data} />
          <HostEffective host={data} resolution={resolution.data ?? null} />
          <Panel id="sessions" title={t.hosts.one.sessions} flush>
            {data.sessionRows.length > 0 ? (
              <div className="overflow-x-auto">
                <HostSessions rows={data.sessionRows} onOpen={setSession} />
              </div>
            ) : (
              <p className="px-4 py-6 text-sm text-ink-3">{t.hosts.one.noSessions}</p>
            )}
          </Panel>
          <Panel id="changes" title={t.hosts.one.changes} flush>
            <ChangeList rows={data.changes} empty={t.hosts.one.noChanges} />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-4 max-xl:order-first max-xl:sm:grid-cols-2">
          <HostStatePanel host={data} />
          <HostDriverPanel host={data} />
          <HostFactsPanel host={data} />
        </div>
      </div>
      {session ? <SessionDrawer id={session} onClose={() => setSession('')} /> : null}
    </Page>
  )
}
