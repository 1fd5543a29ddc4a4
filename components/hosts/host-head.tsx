'use client'

import type { HostView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { settingName } from '~/components/policies/setting-value'
import { Callout } from '~/components/ui/callout'
import { Facts } from '~/components/ui/facts'
import { Panel } from '~/components/ui/panel'
import { AgentMessage } from './agent-message'
import { Generation } from './generation'
import { HostState } from './host-state'

/** Below this the clocks agree well enough for every purpose here. */
const CLOCK_TOLERANCE_MS = 2_000

export function HostStatePanel({ host }: { host: HostView }) {
  const { t } = useText()
  const behind = host.wantedGeneration - host.appliedGeneration
  const { state, since } = host.convergence
  return (
    <Panel id="state" title={t.hosts.one.state}>
      <div className="grid gap-3">
        {host.refused ? (
          <Callout tone="broken" title={t.hosts.one.refused(host.refused.generation)}>
            <AgentMessage code={host.refused.code} message={host.refused.message} />
          </Callout>
        ) : null}
        <Facts
          rows={[
            [t.hosts.state, <HostState key="state" host={host} />],
            ...(host.lifecycle === 'active'
              ? [
                  [
                    '',
                    <span key="help" className="grid gap-1 text-ink-3">
                      {t.codes.convergenceHelp[state]}
                      <Troubles host={host} />
                    </span>,
                  ] as const,
                ]
              : []),
            ...(since ? [[t.hosts.one.since, <Time key="since" at={since} />] as const] : []),
            ...(host.mendedDrift
              ? [[t.hosts.one.mendedDrift, <MendedDrift key="mended" drift={host.mendedDrift} />] as const]
              : []),
            ...(host.wantedRevision > 0
              ? [[t.hosts.changedBy, t.common.revision(host.wantedRevision)] as const]
              : []),
            [t.hosts.lifecycle, t.codes.lifecycles[host.lifecycle]],
            [
              t.hosts.generation,
              <span key="generation" className="inline-flex flex-wrap items-baseline gap-x-2">
                <Generation applied={host.appliedGeneration} wanted={host.wantedGeneration} />
                <span className="text-ink-3">
                  {behind > 0 ? t.hosts.one.behind(behind) : t.hosts.one.inStep}
                </span>
                <span className="w-full text-xs text-ink-3">{t.hosts.one.generationHelp}</span>
              </span>,
            ],
            [t.hosts.lastSeen, host.lastSeenAt ? <Time key="seen" at={host.lastSeenAt} /> : t.common.never],
          ]}
        />
      </div>
    </Panel>
  )
}

/** As agents report it. */
const DRIFT_CODE = 'changed-outside'

/** More are in the table of settings alone. */
const MOST_TROUBLES = 3

/** The settings that keep the host from being converged, each with its reason. */
function Troubles({ host: { items } }: { host: HostView }) {
  const { t } = useText()
  const troubled = items.filter(({ state }) => state === 'failed' || state === 'drifted')
  return (
    <>
      {troubled.slice(0, MOST_TROUBLES).map(({ setting, state, code, message }) => (
        <span key={setting} className="text-ink-2">
          <a href="#effective" className="rounded-sm font-medium text-ink hover:underline">
            {settingName(setting, t)}
          </a>
          :{' '}
          {code || message ? (
            <AgentMessage code={code ?? null} message={message ?? null} />
          ) : (
            t.codes.itemStates[state]
          )}
        </span>
      ))}
      {troubled.length > MOST_TROUBLES ? t.common.more(troubled.length - MOST_TROUBLES) : null}
    </>
  )
}

/** When the host last put back what somebody had changed there, and what. */
function MendedDrift({ drift: { at, settings } }: { drift: NonNullable<HostView['mendedDrift']> }) {
  const { t } = useText()
  return (
    <span className="grid gap-1">
      <Time at={at} />
      {settings.slice(0, MOST_TROUBLES).map(({ setting, message }) => (
        <span key={setting} className="text-ink-3">
          <span className="font-medium text-ink-2">{settingName(setting, t)}</span>:{' '}
          <AgentMessage code={DRIFT_CODE} message={message} quiet />
        </span>
      ))}
      {settings.length > MOST_TROUBLES ? t.common.more(settings.length - MOST_TROUBLES) : null}
    </span>
  )
}

export function HostFactsPanel({ host }: { host: HostView }) {
  const { t, format } = useText()
  return (
    <Panel id="facts" title={t.hosts.one.facts}>
      <Facts
        rows={[
          [t.hosts.system, host.os.version],
          [t.hosts.group, host.deliveryGroup ?? t.hosts.one.noGroup],
          [t.hosts.one.tags, host.tags.length > 0 ? format.list(host.tags) : t.hosts.one.noTags],
          [t.hosts.one.ou, host.ou ?? '–'],
          [t.hosts.one.arch, host.arch ?? t.common.unknown],
          [t.hosts.one.cloud, host.cloudHosted ? t.common.yes : t.common.no],
          [t.hosts.one.agent, `${host.agentVersion} · ${host.driver}`],
          [t.hosts.one.clock, <Clock key="clock" skewMs={host.clockSkewMs} />],
          [t.hosts.one.enrolled, <Time key="enrolled" at={host.enrolledAt} />],
          [
            t.hosts.one.machineId,
            <span key="machine" className="font-mono text-xs break-all">
              {host.machineId}
            </span>,
          ],
        ]}
      />
    </Panel>
  )
}

function Clock({ skewMs }: { skewMs: number | null }) {
  const { t, format } = useText()
  if (skewMs === null) return <span>{t.common.unknown}</span>
  if (Math.abs(skewMs) < CLOCK_TOLERANCE_MS) return <span>{t.hosts.one.clockFine}</span>
  const span = format.duration(Math.abs(skewMs))
  return (
    <span className="text-attention">
      {skewMs > 0 ? t.hosts.one.clockAhead(span) : t.hosts.one.clockBehind(span)}
    </span>
  )
}
