'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { HeldNowRow } from '~/components/data/api'
import type { Column } from '~/components/data/column'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Address } from './address'

const LINK = 'rounded-sm text-ink-2 hover:text-ink hover:underline'

/** What a list of held addresses can show. */
export function useHeldColumns(): Column<HeldNowRow>[] {
  const { t, format } = useText()
  return useMemo(() => {
    const kindText = (kinds: HeldNowRow['kinds']) => kinds.map((kind) => t.pools.past.kinds[kind]).join(', ')
    return [
      {
        key: 'address',
        label: t.pools.address,
        fixed: true,
        cell: ({ address, host, network }) => (
          <Link
            prefetch={false}
            // Every host has its own 127.0.0.8.
            href={`/addresses/then?${new URLSearchParams({ address, ...(network === 'loopback' && { host }) })}`}
            title={t.pools.past.before(address)}
            className="rounded-sm hover:underline"
          >
            <Address address={address} />
          </Link>
        ),
        text: ({ address }) => address,
      },
      {
        key: 'network',
        label: t.pools.network,
        className: 'font-mono text-ink-2',
        cell: ({ network }) => network,
        text: ({ network }) => network,
      },
      {
        key: 'kind',
        label: t.pools.past.kind,
        className: 'text-ink-2',
        cell: ({ kinds }) => kindText(kinds),
        text: ({ kinds }) => kindText(kinds),
      },
      {
        key: 'user',
        label: t.pools.past.user,
        cell: ({ user, sessionId }) => (
          <Link
            prefetch={false}
            data-row-open
            href={`/sessions?state=all&session=${sessionId}`}
            className="rounded-sm font-medium hover:underline"
          >
            {user}
          </Link>
        ),
        text: ({ user }) => user,
      },
      {
        key: 'host',
        label: t.pools.past.host,
        cell: ({ hostId, host }) => (
          <Link prefetch={false} href={`/hosts/${hostId}`} className={LINK}>
            {host}
          </Link>
        ),
        text: ({ host }) => host,
      },
      {
        key: 'session',
        label: t.pools.past.number,
        numeric: true,
        className: 'font-mono',
        cell: ({ number }) => format.number(number),
        text: ({ number }) => String(number),
      },
      {
        key: 'program',
        label: t.sessions.detail.program,
        from: 'xl',
        className: 'text-ink-2',
        cell: ({ programs }) => programs.join(', ') || '–',
        text: ({ programs }) => programs.join(', '),
      },
      {
        key: 'since',
        label: t.pools.since,
        className: 'text-ink-2',
        cell: ({ from }) => <Time at={from} />,
        text: ({ from }) => format.dateTime(from),
      },
      {
        key: 'before',
        label: t.pools.heldNow.before,
        extra: true,
        cell: ({ address, host }) => (
          <Link prefetch={false} href={`/addresses/then?address=${address}&host=${host}`} className={LINK}>
            {t.pools.past.link}
          </Link>
        ),
        text: () => '',
      },
    ]
  }, [t, format])
}
