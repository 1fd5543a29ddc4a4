'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { RolloutRow } from '~/components/data/api'
import type { Column } from '~/components/data/column'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { StateMark } from '~/components/ui/state-mark'
import { STATE_TONES } from './standing'

/** What the list shows of a rollout. */
export function useRolloutColumns(): Column<RolloutRow>[] {
  const { t, format } = useText()
  return useMemo(() => {
    const words = t.rollouts
    const reached = (row: RolloutRow) => words.hostsOf(format.number(row.reached), format.number(row.hosts))
    return [
      {
        key: 'revision',
        label: words.revision,
        fixed: true,
        bare: true,
        className: 'max-md:col-span-2',
        cell: ({ id, revision }) => (
          <Link
            data-row-open
            prefetch={false}
            href={`/rollouts/${id}`}
            className="rounded-sm font-medium hover:underline"
          >
            {t.policies.revisions.one(revision)}
          </Link>
        ),
        text: ({ revision }) => String(revision),
      },
      {
        key: 'state',
        label: words.state,
        cell: ({ state, endRevision }) => (
          <StateMark
            tone={STATE_TONES[state]}
            detail={endRevision === null ? undefined : words.endedBy(endRevision)}
          >
            {words.states[state]}
          </StateMark>
        ),
        text: ({ state }) => words.states[state],
      },
      {
        key: 'wave',
        label: words.wave,
        cell: ({ wave, waves }) => words.waveOf(wave, waves),
        text: ({ wave, waves }) => words.waveOf(wave, waves),
      },
      { key: 'hosts', label: words.hosts, className: 'tabular-nums', cell: reached, text: reached },
      {
        key: 'started',
        label: words.started,
        className: 'text-ink-2',
        cell: ({ startedAt }) => <Time at={startedAt} />,
        text: ({ startedAt }) => format.dateTime(startedAt),
      },
      { key: 'by', label: words.by, cell: ({ by }) => by, text: ({ by }) => by },
      {
        key: 'reason',
        label: words.reason,
        className: 'max-w-lg break-words max-md:col-span-2',
        cell: ({ reason }) => reason,
        text: ({ reason }) => reason,
      },
    ]
  }, [t, format])
}
