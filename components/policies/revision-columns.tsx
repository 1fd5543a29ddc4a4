'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { RevisionRow } from '~/components/data/api'
import type { Column } from '~/components/data/column'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Badge } from '~/components/ui/badge'

/** What the history shows of a revision. `head` is the number of the one in force. */
export function useRevisionColumns(head: number | undefined): Column<RevisionRow>[] {
  const { t, format } = useText()
  return useMemo(() => {
    const words = t.policies.revisions
    return [
      {
        key: 'number',
        label: words.number,
        fixed: true,
        bare: true,
        className: 'max-md:col-span-2',
        cell: ({ number }) => <Revision number={number} head={head} />,
        text: ({ number }) => String(number),
      },
      {
        key: 'when',
        label: words.when,
        className: 'text-ink-2',
        cell: ({ publishedAt }) => <Time at={publishedAt} />,
        text: ({ publishedAt }) => format.dateTime(publishedAt),
      },
      { key: 'by', label: words.by, cell: ({ by }) => by, text: ({ by }) => by },
      {
        key: 'reason',
        label: words.reason,
        className: 'max-w-lg break-words max-md:col-span-2',
        cell: ({ reason }) => reason,
        text: ({ reason }) => reason,
      },
      {
        key: 'ticket',
        label: words.ticket,
        className: 'font-mono text-xs text-ink-2',
        cell: ({ ticket }) => ticket ?? '–',
        text: ({ ticket }) => ticket ?? '',
      },
      {
        key: 'changes',
        label: words.changes,
        numeric: true,
        cell: ({ changes }) => format.number(changes),
        text: ({ changes }) => String(changes),
      },
      {
        key: 'hosts',
        label: words.hosts,
        numeric: true,
        cell: ({ changedHosts }) => format.number(changedHosts),
        text: ({ changedHosts }) => String(changedHosts),
      },
    ]
  }, [t, format, head])
}

function Revision({ number, head }: { number: number; head: number | undefined }) {
  const { t } = useText()
  const words = t.policies.revisions
  return (
    <span className="flex items-center gap-2">
      <Link
        data-row-open
        prefetch={false}
        href={`/policies/history/${number}`}
        className="rounded-sm font-medium hover:underline"
      >
        {words.one(number)}
      </Link>
      {number === head ? <Badge className="border-fine/40 bg-fine-soft text-fine">{words.head}</Badge> : null}
    </span>
  )
}
