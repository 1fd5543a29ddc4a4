'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { HostRow } from '~/components/data/api'
import type { Column } from '~/components/data/column'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Badge } from '~/components/ui/badge'
import { Generation } from './generation'
import { HostState } from './host-state'

/** What the list of hosts can show. */
export function useHostColumns(): Column<HostRow>[] {
  const { t, format } = useText()
  return useMemo(
    () => [
      {
        key: 'name',
        label: t.hosts.name,
        fixed: true,
        bare: true,
        className: 'max-md:col-span-2',
        cell: (host) => <HostName host={host} />,
        text: ({ name }) => name,
      },
      {
        key: 'state',
        label: t.hosts.state,
        bare: true,
        className: 'max-md:col-span-2',
        cell: (host) => <HostState host={host} />,
        text: ({ lifecycle, convergence }) =>
          lifecycle === 'active' ? t.codes.convergences[convergence.state] : t.codes.lifecycles[lifecycle],
      },
      {
        key: 'group',
        label: t.hosts.group,
        cell: ({ deliveryGroup }) =>
          deliveryGroup ?? <span className="text-ink-3">{t.hosts.one.noGroup}</span>,
        text: ({ deliveryGroup }) => deliveryGroup ?? '',
      },
      {
        key: 'revision',
        label: t.hosts.changedBy,
        cell: ({ wantedRevision }) => (wantedRevision > 0 ? t.common.revision(wantedRevision) : '–'),
        text: ({ wantedRevision }) => (wantedRevision > 0 ? t.common.revision(wantedRevision) : ''),
      },
      {
        key: 'generation',
        label: t.hosts.generation,
        hint: t.hosts.generationHint,
        extra: true,
        cell: (host) => <Generation applied={host.appliedGeneration} wanted={host.wantedGeneration} />,
        text: ({ appliedGeneration, wantedGeneration }) => `${appliedGeneration} / ${wantedGeneration}`,
      },
      {
        key: 'sessions',
        label: t.hosts.sessions,
        numeric: true,
        cell: (host) => <Sessions host={host} />,
        text: ({ sessions }) => String(sessions),
      },
      {
        key: 'system',
        label: t.hosts.system,
        from: 'xl',
        className: 'text-ink-2',
        cell: ({ os }) => os.version,
        text: ({ os }) => os.version,
      },
      {
        key: 'ou',
        label: t.hosts.one.ou,
        extra: true,
        className: 'text-ink-2',
        cell: ({ ou }) => ou ?? '–',
        text: ({ ou }) => ou ?? '',
      },
      {
        key: 'agent',
        label: t.hosts.one.agent,
        extra: true,
        className: 'text-ink-2',
        cell: ({ agentVersion, driver }) => `${agentVersion} · ${driver}`,
        text: ({ agentVersion, driver }) => `${agentVersion} ${driver}`,
      },
      {
        key: 'seen',
        label: t.hosts.lastSeen,
        className: 'text-ink-2',
        cell: ({ lastSeenAt }) =>
          lastSeenAt ? <Time at={lastSeenAt} /> : <span className="text-ink-3">{t.common.never}</span>,
        text: ({ lastSeenAt }) => (lastSeenAt ? format.dateTime(lastSeenAt) : ''),
      },
    ],
    [t, format],
  )
}

function HostName({ host }: { host: HostRow }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link
        data-row-open
        prefetch={false}
        href={`/hosts/${host.id}`}
        className="rounded-sm font-medium hover:underline"
      >
        {host.name}
      </Link>
      {host.tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </span>
  )
}

function Sessions({ host }: { host: HostRow }) {
  const { format } = useText()
  return host.sessions > 0 ? (
    <Link prefetch={false} href={`/sessions?hostId=${host.id}`} className="rounded-sm hover:underline">
      {format.number(host.sessions)}
    </Link>
  ) : (
    <span className="text-ink-3">0</span>
  )
}
