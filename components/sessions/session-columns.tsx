'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { SessionRow } from '~/components/data/api'
import type { Column } from '~/components/data/column'
import { oneLine } from '~/components/data/one-line'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Badge } from '~/components/ui/badge'
import { classNames } from '~/components/ui/class-names'
import { checkText, SessionCheck } from './discrepancy'
import { Observed, Predicted, VirtualIps } from './session-addresses'

/** What lists of sessions can show. The host is left out where every row has the same. */
export function useSessionColumns(
  onOpen: (row: SessionRow) => void,
  { oneHost = false } = {},
): Column<SessionRow>[] {
  const { t, format } = useText()
  return useMemo(() => {
    const columns: (Column<SessionRow> | null)[] = [
      {
        key: 'user',
        label: t.sessions.user,
        fixed: true,
        bare: true,
        className: 'max-md:col-span-2',
        cell: (session) => <SessionUser session={session} onOpen={onOpen} />,
        text: ({ user }) => user,
      },
      oneHost
        ? null
        : {
            key: 'host',
            label: t.sessions.host,
            cell: ({ hostId, host }) => (
              <Link
                prefetch={false}
                href={`/hosts/${hostId}`}
                className="rounded-sm text-ink-2 hover:text-ink hover:underline"
              >
                {host}
              </Link>
            ),
            text: ({ host }) => host,
          },
      {
        key: 'session',
        label: t.sessions.session,
        numeric: true,
        className: 'font-mono',
        cell: ({ number }) => format.number(number),
        text: ({ number }) => String(number),
      },
      {
        key: 'predicted',
        label: t.sessions.predicted,
        cell: (session) => <Predicted session={session} />,
        text: ({ predicted: { address, reason } }) =>
          [address, reason && (t.codes.predictionShort[reason] ?? reason)].filter(Boolean).join(' '),
      },
      {
        key: 'observed',
        label: t.sessions.observed,
        cell: (session) => <Observed session={session} />,
        text: ({ observed }) => addresses(observed),
      },
      {
        key: 'check',
        label: t.sessions.check,
        bare: true,
        className: 'max-md:order-first max-md:col-span-2',
        cell: (session) => <SessionCheck session={session} />,
        text: (session) => checkText(session, t),
      },
      {
        key: 'virtual-ips',
        label: t.sessions.virtualIps,
        cell: (session) => <VirtualIps session={session} />,
        text: ({ virtualIps, noVirtualIp }) =>
          noVirtualIp ? (t.virtualIp.short[noVirtualIp.reason] ?? noVirtualIp.reason) : addresses(virtualIps),
      },
      {
        key: 'programs',
        label: t.sessions.programs,
        from: oneHost ? '2xl' : 'xl',
        onPhone: true,
        cell: ({ programs }) =>
          programs.length > 0 ? (
            <span
              title={programs.join(', ')}
              className={classNames(
                'block max-w-56 text-ink-2 max-md:max-w-full max-md:whitespace-normal',
                oneLine(programs.join(', ')),
              )}
            >
              {programs.join(', ')}
            </span>
          ) : (
            <span className="text-ink-3">–</span>
          ),
        text: ({ programs }) => programs.join(', '),
      },
      {
        key: 'client',
        label: t.sessions.detail.client,
        extra: true,
        className: 'text-ink-2',
        cell: ({ clientName }) => clientName ?? '–',
        text: ({ clientName }) => clientName ?? '',
      },
      {
        key: 'protocol',
        label: t.sessions.detail.protocol,
        extra: true,
        className: 'text-ink-2',
        cell: ({ protocol }) => t.codes.protocols[protocol] ?? protocol,
        text: ({ protocol }) => t.codes.protocols[protocol] ?? protocol,
      },
      {
        key: 'logon',
        label: t.sessions.logon,
        className: 'text-ink-2',
        cell: ({ logonAt }) => <Time at={logonAt} />,
        text: ({ logonAt }) => format.dateTime(logonAt),
      },
      {
        key: 'ended',
        label: t.sessions.ended,
        extra: true,
        className: 'text-ink-2',
        cell: ({ endedAt }) => (endedAt ? <Time at={endedAt} /> : '–'),
        text: ({ endedAt }) => (endedAt ? format.dateTime(endedAt) : ''),
      },
    ]
    return columns.filter((column) => column !== null)
  }, [t, format, onOpen, oneHost])
}

const addresses = (held: { address: string }[]) => [...new Set(held.map(({ address }) => address))].join(' ')

function SessionUser({ session, onOpen }: { session: SessionRow; onOpen: (row: SessionRow) => void }) {
  const { t } = useText()
  return (
    <span className="flex items-center gap-2">
      <button
        type="button"
        data-row-open
        aria-label={t.sessions.open(session.user, session.number)}
        onClick={() => onOpen(session)}
        className={classNames(
          'min-w-0 rounded-sm text-left font-medium hover:underline',
          oneLine(session.user),
        )}
      >
        {session.user}
      </button>
      {session.endedAt ? <Badge>{t.sessions.ended}</Badge> : null}
    </span>
  )
}
